import type { Refusal } from '../../zendesk/verdict';
import type { Form } from './form';
import { type Choice, isRefusal } from './values';

/** What becomes of the organizations that a user is in when a row gives another one. */
export const ORGANIZATIONS: Choice<'add' | 'replace'> = {
	displayName: 'Organizations',
	name: 'organizations',
	type: 'options',
	options: [
		{
			name: 'Add',
			value: 'add',
			description: 'The organization becomes the default one; the user stays in the others',
		},
		{
			name: 'Replace',
			value: 'replace',
			description: 'The user leaves all other organizations',
		},
	],
	default: 'add',
	description: "What to do with the user's organizations where 'Organization ID' is another one",
};

/** @param options the collection *Options* */
export function readReplaceOrganizations(options: Form): boolean | Refusal {
	const choice = options.choice(ORGANIZATIONS);
	return isRefusal(choice) ? choice : choice === 'replace';
}
