import { explainRole } from '../../../zendesk/users/roleRefusals';
import { user } from '../records';

describe('why Zendesk gives somebody no role', () => {
	it.each([
		['Role: Subscription limit reached', 'no-seat'],
		['No seat is free in this Zendesk account (PUT /api/v2/users/1)', 'no-seat'],
		['MaxAgentExceeded', 'no-seat'],
		['User is assigned to 3 ticket(s) that are not closed.', 'tickets-left'],
		['Zendesk did it without effect', 'invalid'],
		["The account owner can't be downgraded", undefined],
		['Email: cannot be blank', undefined],
	])('%s: %s', (said, reason) => {
		expect(explainRole(said, user(), 'an agent')?.reason).toBe(reason);
	});

	it('says who did not become what', () => {
		const said = 'No seat is free in this Zendesk account (Subscription limit reached)';
		expect(explainRole(said, user(), 'a light agent')!.message).toBe(
			'Ann Miller (ID 1) did not become a light agent: no seat is free in this Zendesk account (Subscription limit reached)',
		);
	});
});
