export type JsonSchema = Record<string, unknown>;

/** Where recorded traffic or the documentation contradicts the OpenAPI, the simulator follows them. */
export interface Deviation {
	/** The schema by its name; one without a name is called after its route, or after what holds it. */
	schema: string | RegExp;
	/** Properties that are null although the document says they can't be. */
	nullable?: string[];
	/** Properties that are not sent although the document says nothing of the kind. */
	absent?: string[];
	/** Properties that the document doesn't know. */
	extra?: Record<string, JsonSchema>;
	/** Whole objects that are sent beside the documented ones. */
	or?: Record<string, JsonSchema>;
	/** The document knows only some of the keys. */
	open?: true;
	reason: string;
	source: string;
}

const TEXT = { type: 'string' };
const NUMBER = { type: 'integer' };
const LIST = { type: 'array' };
const NULLABLE_TEXT = { type: ['string', 'null'] };

/** An object with exactly these keys. */
const exactly = (properties: Record<string, JsonSchema>): JsonSchema => ({
	type: 'object',
	properties,
	required: Object.keys(properties),
	additionalProperties: false,
});

const USER_SIDELOADS = {
	groups: LIST,
	identities: LIST,
	organizations: LIST,
	roles: LIST,
	open_ticket_count: { type: 'object' },
};
const TICKET_SIDELOADS = { users: LIST, groups: LIST, organizations: LIST };

export const DEVIATIONS: Deviation[] = [
	{
		schema: 'BrandObject',
		nullable: ['host_mapping', 'logo'],
		reason: 'a brand without an address or a logo of its own',
		source: 'the document\'s own words: the host mapping "to this brand, if any"',
	},
	{
		schema: /(?<!Statu)sResponse$/,
		extra: {
			count: NUMBER,
			next_page: NULLABLE_TEXT,
			previous_page: NULLABLE_TEXT,
			meta: exactly({
				has_more: { type: 'boolean' },
				after_cursor: NULLABLE_TEXT,
				before_cursor: NULLABLE_TEXT,
			}),
			links: exactly({ next: NULLABLE_TEXT, prev: NULLABLE_TEXT }),
		},
		reason: 'Lists come with the keys of their kind of paging',
		source: 'zendesk-api §8',
	},
	{
		schema: /^(Automations|Organizations|Triggers|UserFields|Views)Response$/,
		absent: ['count'],
		reason: 'Cursor pages have no count',
		source: 'zendesk-api §8',
	},
	{
		schema: /^Users?Response$/,
		extra: USER_SIDELOADS,
		reason: 'Sideloads are top-level arrays of their own',
		source: 'zendesk-api §2.3',
	},
	{
		schema: /^Tickets?Response$/,
		extra: TICKET_SIDELOADS,
		reason: 'Sideloads are top-level arrays of their own',
		source: 'zendesk-api §2.3',
	},
	{
		schema: 'GroupMembershipsResponse',
		extra: { users: LIST, groups: LIST },
		reason: 'Sideloads are top-level arrays of their own',
		source: 'zendesk-api §5.1',
	},
	{
		schema: 'UserForAdmin',
		nullable: [
			'alias',
			'default_group_id',
			'details',
			'email',
			'last_login_at',
			'notes',
			'signature',
		],
		absent: ['agent_brand_ids', 'remote_photo_url', 'separation'],
		reason:
			'Null until somebody sets them, or after the deletion; two are inputs, one needs brands',
		source: 'zendesk-api §2.1, §2.6 (recorded)',
	},
	{
		schema: 'UserForEndUser',
		nullable: [
			'created_at',
			'id',
			'organization_id',
			'phone',
			'photo',
			'shared_phone_number',
			'updated_at',
		],
		reason: 'Null until somebody sets them; the anonymous user has no id and no times',
		source: 'zendesk-api §1.5, §2.1',
	},
	{
		schema: 'CurrentUserResponse.user',
		nullable: ['authenticity_token'],
		reason: 'The anonymous user has no session',
		source: 'zendesk-api §1.5',
	},
	{
		schema: 'CustomFieldObject',
		nullable: ['tag'],
		absent: ['custom_field_options', 'relationship_filter', 'tag'],
		reason: 'Each belongs to one type of field; a checkbox needs no tag',
		source: 'https://developer.zendesk.com/api-reference/ticketing/users/user_fields/',
	},
	{
		schema: 'UserFieldObject',
		absent: ['relationship_target_type'],
		reason: 'Only lookup fields have it',
		source: 'https://developer.zendesk.com/api-reference/ticketing/users/user_fields/',
	},
	{
		schema: 'DeletedUserObject',
		nullable: ['email', 'organization_id'],
		reason: 'The deletion takes the email; not everybody has an organization',
		source: 'zendesk-api §2.6 (recorded)',
	},
	{
		schema: 'UserIdentityObject',
		absent: ['brand_id', 'deliverable_state'],
		reason: 'Only accounts with several brands have the one, only addresses the other',
		source: 'zendesk-api §2.3',
	},
	{
		schema: / 4\d\d$/,
		extra: { description: TEXT },
		reason: 'Errors have a description',
		source: 'zendesk-api §11',
	},
	{
		schema: 'JobStatusResultObject',
		or: {
			upserted: exactly({ id: NUMBER, status: TEXT, email: NULLABLE_TEXT }),
			upsertedByExternalId: exactly({ id: NUMBER, status: TEXT, external_id: TEXT }),
			notUpserted: exactly({ id: NUMBER, status: TEXT, error: TEXT, details: TEXT }),
			notCreated: exactly({ index: NUMBER, error: TEXT, details: TEXT }),
			notUpdated: exactly({ index: NUMBER, id: NUMBER, error: TEXT, details: TEXT }),
		},
		reason: 'Jobs that create report in forms of their own, and so do rows that were refused',
		source: 'zendesk-api §3 (recorded)',
	},
	{
		schema: 'TicketObject',
		nullable: ['forum_topic_id', 'recipient', 'satisfaction_rating'],
		absent: ['comment', 'encoded_id', 'satisfaction_probability'],
		reason: 'Null where there is none; the others are inputs or of add-ons',
		source: 'zendesk-api §4',
	},
	{
		schema: 'TicketResponse',
		extra: { audit: { type: 'object' } },
		reason: 'The creation shows its audit, as an update does',
		source: 'zendesk-api §4',
	},
	{
		schema: 'ViaObject.source.to',
		absent: ['address', 'name'],
		reason: 'Only mail has an address',
		source: 'zendesk-api §4',
	},
	{
		schema: 'AuditObject.events[]',
		absent: ['body', 'field_name', 'value'],
		reason: 'A comment has a body, a change has a field and a value',
		source: 'zendesk-api §4',
	},
	{
		schema: 'TicketCommentObject',
		absent: ['add_short_url', 'channel_back', 'uploads'],
		reason: 'Inputs, and of social channels',
		source: 'zendesk-api §4',
	},
	{
		schema: 'OffsetPaginationObject',
		absent: ['count'],
		reason: 'Cursor pages have no count',
		source: 'zendesk-api §8',
	},
	{
		schema: 'TicketMetricEventBaseObject',
		absent: ['deleted', 'instance_id', 'metric', 'time', 'type'],
		extra: {
			timestamp: NUMBER,
			created_at: TEXT,
			updater_id: NUMBER,
			via: TEXT,
			system: { type: 'object' },
			metadata: { type: 'object' },
			event_type: TEXT,
			child_events: LIST,
		},
		reason: 'The document shows metric events in the place of ticket events',
		source: 'zendesk-api §6',
	},
	{
		schema: 'ArticlesResponse',
		extra: { end_time: NUMBER },
		reason: 'The export says where the next one begins',
		source: 'zendesk-api §6',
	},
	{
		schema: 'OauthTokenObject',
		nullable: ['expires_at', 'refresh_token', 'refresh_token_expires_at', 'used_at'],
		reason: 'Tokens of older clients never expire, some cannot be refreshed, new ones are unused',
		source: 'zendesk-api §1.3',
	},
	{
		schema: 'UserEntitlementsFullResponse.entitlements',
		nullable: ['chat', 'explore', 'guide', 'talk'],
		absent: ['chat', 'explore', 'guide', 'talk'],
		reason: 'Not everybody has a role in every product',
		source: 'zendesk-api §5.4',
	},
	{
		schema: 'ViewObject',
		nullable: ['restriction'],
		reason: 'Null when everybody may use it, as its own description says',
		source: 'the OpenAPI’s description of the property',
	},
	{
		schema: 'MacroObject',
		absent: ['usage_1h', 'usage_24h', 'usage_30d', 'usage_7d'],
		reason: 'Sideloads, which come only when they are asked for',
		source: 'the OpenAPI’s description of the endpoint',
	},
	{
		schema: 'TriggerObject',
		absent: ['all', 'any', 'brand_id'],
		reason: 'Two are an older form of the conditions, one needs brands',
		source: 'the OpenAPI’s descriptions of the properties',
	},
	{
		schema: 'OAuthClientObject',
		nullable: ['logo_url'],
		reason: 'Null until somebody uploads one',
		source: 'zendesk-api §1.3',
	},
	{
		schema: 'SearchResultObject',
		absent: ['default', 'deleted', 'description', 'name'],
		open: true,
		reason: 'A hit is the whole record of its type; the document knows what a group has',
		source: 'zendesk-api §8',
	},
];

export function deviationsOf(deviations: Deviation[], name: string): Deviation[] {
	return deviations.filter(({ schema }) =>
		schema instanceof RegExp ? schema.test(name) : schema === name,
	);
}

/** The name of one thing that a deviation allows, to count whether it is needed. */
export function keyOf({ schema }: Deviation, detail: string): string {
	return `${schema}: ${detail}`;
}

/** Everything that a deviation allows. */
export function keysOf(deviation: Deviation): string[] {
	const { nullable = [], absent = [], extra, or, open } = deviation;
	const details = [...nullable, ...absent, ...Object.keys({ ...extra, ...or })];
	return [...details, ...(open ? ['*'] : [])].map((detail) => keyOf(deviation, detail));
}
