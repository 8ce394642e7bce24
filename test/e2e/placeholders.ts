import {
	type ICredentialType,
	type INode,
	type INodeTypeDescription,
	NodeHelpers,
} from 'n8n-workflow';
import type { Rest, Workflow, WorkflowNode } from '../../playground/rest';
import { descriptionOf, filledUp } from './templateCheck';

type Created = { id: string; name: string };

/** The type of the credential that a node asks for, as it is filled in. */
function credentialTypeOf(
	one: WorkflowNode,
	description: INodeTypeDescription,
): string | undefined {
	const { parameters } = one;
	const chosen = parameters.nodeCredentialType ?? parameters.genericAuthType;
	if (chosen && parameters.authentication !== 'none') return chosen as string;
	const node = one as unknown as INode;
	const { credentials = [] } = description;
	const filled = filledUp(node, description);
	return credentials.find((credential) =>
		NodeHelpers.displayParameter(filled, credential, node, description),
	)?.name;
}

/** A credential of each type that a workflow asks for, with something in whatever has to be filled in. */
export class Placeholders {
	private readonly created = new Map<string, Created>();

	constructor(
		private readonly rest: Rest,
		private readonly nodeTypes: INodeTypeDescription[],
		private readonly credentialTypes: ICredentialType[],
	) {}

	/** Picks a credential in each node that asks for one, as somebody does who has imported the workflow. */
	async pickIn(workflow: Workflow): Promise<Workflow> {
		const nodes = [];
		for (const node of workflow.nodes) {
			const description = descriptionOf(this.nodeTypes, node);
			const type = description && credentialTypeOf(node, description);
			nodes.push(type ? { ...node, credentials: { [type]: await this.credential(type) } } : node);
		}
		return { ...workflow, nodes };
	}

	async credential(type: string): Promise<Created> {
		const known = this.created.get(type);
		if (known) return known;
		const { displayName, properties } = this.credentialTypes.find(({ name }) => name === type)!;
		const data = properties
			.filter(({ required }) => required)
			.map(({ name }) => [name, 'placeholder']);
		const created = await this.rest.createCredential(displayName, type, Object.fromEntries(data));
		this.created.set(type, created);
		return created;
	}
}
