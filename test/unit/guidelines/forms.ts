import type {
	ICredentialType,
	INodeProperties,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { ZendeskUsersApi } from '../../../credentials/ZendeskUsersApi.credentials';
import { ZendeskUsersOAuth2Api } from '../../../credentials/ZendeskUsersOAuth2Api.credentials';
import { ZephrApi } from '../../../credentials/ZephrApi.credentials';
import { ZendeskActivityTrigger } from '../../../nodes/ZendeskActivityTrigger/ZendeskActivityTrigger.node.ts';
import { ZendeskUsers } from '../../../nodes/ZendeskUsers/ZendeskUsers.node.ts';
import { ZendeskUsersTrigger } from '../../../nodes/ZendeskUsersTrigger/ZendeskUsersTrigger.node.ts';
import { ZendeskUserSync } from '../../../nodes/ZendeskUserSync/ZendeskUserSync.node.ts';

/** All that people see of the pack in the editor, each piece with the place where it stands. */

const NODE_TYPES: INodeType[] = [
	new ZendeskUsers(),
	new ZendeskUserSync(),
	new ZendeskUsersTrigger(),
	new ZendeskActivityTrigger(),
];

export const NODES: INodeTypeDescription[] = NODE_TYPES.map(({ description }) => description);

export const CREDENTIALS: ICredentialType[] = [
	new ZendeskUsersOAuth2Api(),
	new ZendeskUsersApi(),
	new ZephrApi(),
];

export interface Field {
	/** e.g. `zendeskUsers.user.create.additionalFields.tags` */
	path: string;
	property: INodeProperties;
}

/** A choice of a field. */
export interface Choice {
	path: string;
	name: string;
	value: unknown;
	action?: string;
	description?: string;
}

type Option = NonNullable<INodeProperties['options']>[number];

const below = (path: string, option: Option): Field[] => {
	if ('values' in option) return option.values.flatMap((property) => within(path, property));
	return 'displayName' in option ? within(path, option) : [];
};

/** A field and all that is in it. */
function within(path: string, property: INodeProperties): Field[] {
	const at = `${path}.${property.name}`;
	return [
		{ path: at, property },
		...(property.options ?? []).flatMap((option) => below(at, option)),
	];
}

function placeOf(owner: string, { displayOptions }: INodeProperties): string {
	const { resource = [], operation = [] } = displayOptions?.show ?? {};
	return [owner, ...resource, ...operation].join('.');
}

const fieldsOf = (owner: string, properties: INodeProperties[]): Field[] =>
	properties.flatMap((property) => within(placeOf(owner, property), property));

const NODE_FIELDS: Field[] = NODES.flatMap(({ name, properties }) => fieldsOf(name, properties));

/** Every field of every form, nested ones too; without those that n8n hides. */
export const FIELDS: Field[] = [
	...NODE_FIELDS,
	...CREDENTIALS.flatMap(({ name, properties }) => fieldsOf(name, properties)),
].filter(({ property }) => property.type !== 'hidden');

export const choicesOf = ({ path, property }: Field): Choice[] =>
	(property.options ?? []).flatMap((option) =>
		'value' in option ? [{ path: `${path}=${String(option.value)}`, ...option }] : [],
	);

export const CHOICES: Choice[] = FIELDS.flatMap(choicesOf);

/** The operations of the two nodes that have some. */
export const OPERATIONS: Array<Choice & { node: INodeTypeDescription; resource?: string }> =
	NODES.flatMap((node) =>
		node.properties
			.filter(({ name }) => name === 'operation')
			.flatMap((property) => {
				const [resource] = property.displayOptions?.show?.resource ?? [];
				const path = resource === undefined ? node.name : `${node.name}.${String(resource)}`;
				return choicesOf({ path, property }).map((choice) => ({
					...choice,
					path: `${path}.${String(choice.value)}`,
					node,
					resource: resource as string | undefined,
				}));
			}),
	);

/** The form of one operation. */
export const formOf = ({ path }: { path: string }): Field[] =>
	NODE_FIELDS.filter((field) => field.path.startsWith(`${path}.`));
