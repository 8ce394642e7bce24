import type { IDataObject } from 'n8n-workflow';
import type { Simulator, SimulatorOptions } from '../../simulator';
import type { UserField, UserFieldType } from '../../simulator/store/user-fields';
import { type NodeRun, type Stage, setStage } from '../engine';
import { known } from '../sync/helpers';

/** What the tests of user fields share: an account with one field of most types, and forms that write them. */

const FIELDS: Record<string, Partial<UserField> & { type: UserFieldType }> = {
	team: { type: 'text' },
	is_vip: { type: 'checkbox', tag: 'vip' },
	since: { type: 'date' },
	seats: { type: 'integer' },
	discount: { type: 'decimal' },
	badge: { type: 'regexp', regexp_for_validation: '^[A-Z]{2}\\d{3}$' },
	plan: {
		type: 'dropdown',
		custom_field_options: [
			{ name: 'Gold plan', value: 'plan_gold' },
			{ name: 'Silver plan', value: 'plan_silver' },
		],
	},
};

export function setFields(options: SimulatorOptions = {}): Stage {
	const stage = setStage({ searchLagSeconds: 0, ...options });
	stage.sim.store.userFields.clear();
	for (const [key, field] of Object.entries(FIELDS)) stage.sim.store.userFields.set(key, field);
	return stage;
}

export const lists = (sim: Simulator) => sim.log.count({ route: 'GET /api/v2/user_fields' });
export const writes = (sim: Simulator) => sim.log.writes().length;

/** A write of the node *Zendesk Users* with these user fields and tags. */
export function rowsOf(operation: string, fields: IDataObject, more: IDataObject = {}): NodeRun {
	const collection = {
		...(fields.user_fields ? { userFields: JSON.stringify(fields.user_fields) } : {}),
		...(fields.tags === undefined ? {} : { tags: fields.tags }),
	};
	const where: IDataObject =
		operation === 'update' ? { updateFields: collection } : { additionalFields: collection };
	return {
		onError: 'continueRegularOutput',
		parameters: { resource: 'user', operation, ...where, ...more },
	};
}

export const byId = (id: number) => ({ user: { __rl: true, mode: 'id', value: String(id) } });

/** Each input item's user. */
export const BY_ITEM = { user: { __rl: true, mode: 'id', value: '={{ $json.id }}' } };

/** The account's checkbox is checked by an agent: Zendesk has given the tag. */
export const checked = (sim: Simulator, i: number) =>
	known(sim, i, { tags: ['own', 'vip'], user_fields: { is_vip: true, seats: null } });
