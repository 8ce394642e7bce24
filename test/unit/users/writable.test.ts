import { fieldProperties, readFields } from '../../../nodes/shared/userFields';
import { formOver } from '../values/formOver';
import { WRITABLE_FIELDS } from '../../../zendesk/users/payload';

it('every field of the forms is one that a plan may write, so that Apply takes what Plan gives', () => {
	for (const { name } of fieldProperties) {
		const value =
			name === 'userFields'
				? '{}'
				: name === 'organizationId'
					? '7'
					: name === 'ticketRestriction'
						? 'groups'
						: name === 'externalId'
							? 'EMP-1'
							: 'true';
		const [field] = Object.keys(readFields(formOver({ [name]: value })));
		expect(WRITABLE_FIELDS).toContain(field);
	}
});
