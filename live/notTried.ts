import type { Switches } from '../test/simulator/switches';

export interface Reason {
	/** The section of the fact reference. */
	id: string;
	why: string;
}

/** Switches that no run can find out about, or must not. */
export const UNTRIED_SWITCHES: Partial<Record<keyof Switches, Reason>> = {
	account: {
		id: '1.5',
		why: 'only an account that is suspended shows it, and another subdomain may be somebody’s',
	},
	idleApiTokensDeactivated: {
		id: '1.2',
		why: 'it takes an API token that nobody used for 30 days',
	},
	oauthConsent: { id: '1.3', why: 'it is what a person clicks, not something of Zendesk' },
	deleteSelf: { id: '13.2', why: 'if Zendesk allows it, the admin of the client is gone' },
	ownerRefusal: { id: '13.2', why: 'if Zendesk allows it, the account has lost its owner' },
	billingAdminSeat: { id: '13.9', why: 'the API tells no seats: see Admin Center > Team members' },
	seatRuleLightGuide: {
		id: '13.9',
		why: 'the API tells no seats: see Admin Center > Team members, with a light agent in Guide',
	},
	jobFailedState: { id: '13.6', why: 'a job only breaks down when something in Zendesk does' },
	fieldTagTakenAway: {
		id: '2.1',
		why: 'it takes a user field with a tag, and making one changes the form of every user: check such a box for somebody, then PUT other tags',
	},
	wrongUserFieldValue: {
		id: '2.5',
		why: 'it takes a user field with a type, and making one changes the form of every user: PUT a word to one of numbers',
	},
	assigneeOutsideBrand: {
		id: '4',
		why: 'it takes a second brand and an agent outside it: PUT such a ticket with that agent as its assignee',
	},
	ticketOutOfSight: {
		id: '4',
		why: 'it takes the sign-in of an agent who is restricted: GET a ticket that they may not see',
	},
	triggersAssignSuspended: {
		id: '4',
		why: 'it takes a trigger, which would run on the tickets of others meanwhile: have one assign a suspended agent, then look at the ticket',
	},
	adminsSeePersonalViews: {
		id: '5',
		why: 'it takes the personal view of somebody else: make one in a browser, then look at GET /views',
	},
	exportsRepeatRows: {
		id: '6',
		why: 'documented as possible; that a run sees none proves nothing',
	},
	eventTypeWithSlash: {
		id: '7.3',
		why: 'it takes a public address, to which the events of all users would be sent',
	},
	retryRefusedConnections: {
		id: '7.2',
		why: 'it takes a public address that refuses connections',
	},
};

/** Open points that are no switch and that no run can find out about. */
export const UNTRIED_POINTS: Reason[] = [
	{ id: '13.14', why: 'which endpoint another product uses is nothing that an account shows' },
];
