import { iso } from '../core/time';
import { recordNotFound } from '../http/errors';
import { listReply } from '../http/pagination';
import { toId } from '../http/query';
import { ok, type Call, type Reply, type Route } from '../http/route';
import type { UserField } from '../store/user-fields';
import type { World } from '../world';

/** Options and tags are shown where the type has them (OpenAPI, CustomFieldObject). */
function presentUserField(world: World, field: UserField) {
	const { type, tag, custom_field_options: options, relationship_target_type, ...rest } = field;
	const url = world.url(`user_fields/${field.id}.json`);
	const hasOptions = type === 'dropdown' || type === 'multiselect';
	return {
		url,
		...rest,
		type,
		raw_title: field.title,
		raw_description: field.description,
		...(type === 'checkbox' ? { tag } : {}),
		...(hasOptions
			? {
					custom_field_options: options.map((option, index) => ({
						id: field.id * 1000 + index,
						...option,
						raw_name: option.name,
					})),
				}
			: {}),
		...(type === 'lookup' ? { relationship_target_type, relationship_filter: {} } : {}),
		created_at: iso(field.created_at),
		updated_at: iso(field.updated_at),
	};
}

function list(call: Call): Reply {
	const { world } = call;
	return listReply(
		call,
		'user_fields',
		{ rows: world.store.userFields.all(), order: { field: 'position', descending: false } },
		(field) => presentUserField(world, field),
	);
}

function show(call: Call): Reply {
	const field = call.world.store.userFields.all().find(({ id }) => id === toId(call.params.id));
	if (!field) throw recordNotFound();
	return ok({ user_field: presentUserField(call.world, field) });
}

const agents = { scope: 'none', allowed: 'agents' } as const;

export const userFieldRoutes: Route[] = [
	{ method: 'GET', path: '/api/v2/user_fields', ...agents, handler: list },
	{ method: 'GET', path: '/api/v2/user_fields/:id', ...agents, handler: show },
];
