import { changedFields } from '../../../zendesk/users/payload';
import { user } from '../records';

const ann = user({
	external_id: 'EMP-7',
	phone: null,
	details: '',
	tags: ['vip', 'beta'],
	user_fields: { plan: 'gold', vip: true, since: '2024-05-01T00:00:00+00:00', empty: null },
});

describe('what has to be written', () => {
	it.each([
		['nothing is asked', {}, {}],
		['all is equal', { name: 'Ann Miller', suspended: false }, {}],
		['the case of an email differs', { email: 'ANN@example.com' }, {}],
		['the case of an external id differs', { external_id: 'emp-7' }, {}],
		['tags stand in another order', { tags: ['Beta', 'VIP'] }, {}],
		['an empty text meets null', { phone: '' }, {}],
		['null meets an empty text', { details: null }, {}],
		['a user field is a date', { user_fields: { since: '2024-05-01' } }, {}],
		['a user field is empty on both sides', { user_fields: { empty: '' } }, {}],
		['the name differs', { name: 'Ann Smith', suspended: false }, { name: 'Ann Smith' }],
		['a tag is missing', { tags: ['vip'] }, { tags: ['vip'] }],
		['all tags are to go', { tags: [] }, { tags: [] }],
		['the external id is to go', { external_id: null }, { external_id: null }],
		[
			'one user field differs',
			{ user_fields: { plan: 'silver', vip: true } },
			{ user_fields: { plan: 'silver' } },
		],
		['a user field is a new one', { user_fields: { other: 1 } }, { user_fields: { other: 1 } }],
		['a value is not given', { name: undefined }, {}],
		['an input is no field', { skip_verify_email: true }, {}],
	])('%s', (_, wanted, changed) => {
		expect(changedFields(wanted, ann)).toEqual(changed);
	});
});
