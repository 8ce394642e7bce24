import type { Issues } from '../http/errors';
import type { Identity, User } from '../store/records';
import type { Act } from '../world';
import { addIdentity, identitiesOfType, promote } from './identities';

/**
 * A direct line is a number in E.164 that one user alone has: it is an identity of that user, too. Any other number, and
 * one that somebody else has as a direct line, only stands in the user's record.
 *
 * @see https://developer.zendesk.com/documentation/voice/talk-partner-edition/creating-a-user-profile-in-support-for-a-caller
 * @see https://support.zendesk.com/hc/en-us/articles/4408823756570
 */
const E164 = /^\+[1-9]\d{6,14}(x\d+)?$/;

const bare = (number: string) => number.replace(/[\s().-]/g, '');

export const isE164 = (number: string) => E164.test(bare(number));

/** Numbers are stored as they come, unless the account validates them: then without blanks, dashes and brackets. */
export function storedPhone(act: Act, number: string): string {
	return act.world.plan.validatesPhones ? bare(number) : number.trim();
}

/** Complains about a number that an account which validates them does not take. */
export function checkPhone(act: Act, phone: string | null | undefined, issues: Issues): void {
	if (typeof phone !== 'string' || !act.world.plan.validatesPhones || isE164(phone)) return;
	issues.add('phone', `Phone: ${phone} is not properly formatted`, 'InvalidFormat');
}

/** Complains about a direct line that is none, or somebody's already. */
export function checkDirectLine(
	act: Act,
	number: string,
	user: User,
	issues: Issues,
	own?: Identity,
): void {
	if (!isE164(number)) {
		issues.add('value', `Phone: ${number} is not properly formatted`, 'InvalidFormat');
		return;
	}
	const line = directLine(act, user, number);
	if (!line || line.id === own?.id) return;
	const description =
		line.user_id === user.id
			? `Value: ${number} has already been taken`
			: `Phone: ${number} is already being used by another user`;
	issues.add('value', description, 'DuplicateValue');
}

/** The identity that has this number, of whomever. Numbers that are spelt otherwise are others to Zendesk. */
function directLine(act: Act, user: User, number: string): Identity | undefined {
	return act.world.store.identityByPhone(storedPhone(act, number), user.brand_id);
}

export const linesOf = (act: Act, user: User) => identitiesOfType(act, user, 'phone_number');

/**
 * `phone` of a user who is created or updated. Somebody who has a direct line gets a second number and keeps the first
 * one as `phone` (https://github.com/cloudbees-oss/zendesk-java-client/issues/553). An empty one removes the number.
 *
 * @returns whether anything changed
 */
export function writePhone(
	act: Act,
	user: User,
	phone: string | null | undefined,
	isShared = false,
): boolean {
	if (phone === undefined) return false;
	const { store } = act.world;
	const lines = linesOf(act, user);
	const primary = lines.find((line) => line.primary);
	if (phone === null) {
		if (primary) store.identities.remove(primary);
		if (user.phone === null) return false;
		store.users.update(user, { phone: null, shared_phone_number: null });
		return true;
	}
	const number = storedPhone(act, phone);
	if (number === user.phone || lines.some(({ value }) => value === number)) return false;
	const isDirect = !isShared && isE164(number) && !directLine(act, user, number);
	if (isDirect) addIdentity(act, user, { type: 'phone_number', value: number, verified: true });
	else if (!primary) {
		const shared_phone_number = isShared || directLine(act, user, number) !== undefined;
		store.users.update(user, { phone: number, shared_phone_number });
	}
	return isDirect || !primary;
}

/** What the record shows of a number whose identity was deleted: the next one, none, or still the number itself. */
export function afterLineGone(act: Act, user: User): void {
	const [next] = linesOf(act, user);
	if (act.world.switches.phoneOfDeletedIdentity === 'stays') return;
	if (next) promote(act, user, next);
	else act.world.store.users.update(user, { phone: null, shared_phone_number: null });
}
