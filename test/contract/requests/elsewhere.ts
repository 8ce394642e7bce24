/** What the OpenAPI document lacks, and where Zendesk documents it. */
export interface Elsewhere {
	/** As the check tells it. */
	problems: string[];
	page: string;
}

const API = 'https://developer.zendesk.com/api-reference';
const TICKETS = 'GET /api/v2/users/{}/tickets';

export const ELSEWHERE: Elsewhere[] = [
	{
		problems: ['POST /oauth/tokens: no body'],
		page: `${API}/ticketing/oauth/grant_type_tokens/`,
	},
	{
		// "Sorting" and "Pagination" stand there for all lists of tickets, those of a user included.
		problems: [
			`${TICKETS}/assigned: no parameter page[size]`,
			`${TICKETS}/assigned: no parameter sort`,
			`${TICKETS}/ccd: no parameter page[size]`,
			`${TICKETS}/ccd: no parameter sort`,
			`${TICKETS}/followed: no parameter sort`,
			`${TICKETS}/requested: no parameter sort`,
		],
		page: `${API}/ticketing/tickets/tickets/#list-tickets`,
	},
	{
		problems: ['GET /api/v2/users/{}/organization_memberships: no parameter page[size]'],
		page: `${API}/ticketing/organizations/organization_memberships/#list-memberships`,
	},
	{
		// In words: "Cursor pagination (recommended)".
		problems: ['GET /api/v2/users/{}/brand_agents: no parameter page[size]'],
		page: `${API}/ticketing/account-configuration/brand_agents/`,
	},
	{
		problems: ['GET /api/v2/users/{}/sessions: no parameter page[size]'],
		page: `${API}/ticketing/account-configuration/sessions/#list-sessions`,
	},
	{
		problems: ['PUT /api/v2/users/{}/identities/{}: no body'],
		page: `${API}/ticketing/users/user_identities/#update-identity`,
	},
	{
		// A document of its own.
		problems: [
			'GET /api/v2/webhooks: no such path',
			'POST /api/v2/webhooks: no such path',
			'GET /api/v2/webhooks/{}/signing_secret: no such path',
			'PATCH /api/v2/webhooks/{}: no such path',
			'DELETE /api/v2/webhooks/{}: no such path',
		],
		page: `${API}/webhooks/webhooks-api/webhooks/`,
	},
];

export const DOCUMENTED_ELSEWHERE = ELSEWHERE.flatMap(({ problems }) => problems);
