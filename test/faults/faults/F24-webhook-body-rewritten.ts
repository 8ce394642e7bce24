import type { Fault } from '../types';
import { attack } from './receiving';

const ATTACKS = [
	'a body that was parsed and written',
	'a body in another charset',
	'a body with a mark of order',
	'a longer body',
	'a truncated body',
	'one changed byte in the body',
	'a parsed body',
	'no body',
];

/** Only the bytes that Zendesk signed count, not what they mean. */
export const webhookBodyRewritten: Fault = {
	id: 'F24',
	async hit(subject) {
		const refused = await attack(subject, ATTACKS);
		return `${refused} deliveries refused with 401 in ${ATTACKS.length} ways, 0 accepted`;
	},
};
