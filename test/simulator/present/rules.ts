import { iso } from '../core/time';
import type { Automation, Macro, Restriction, Rule, Trigger, View } from '../store/rule-records';
import type { World } from '../world';

type Json = Record<string, unknown>;

const stamps = ({ created_at, updated_at }: Rule) => ({
	created_at: iso(created_at),
	updated_at: iso(updated_at),
});

/** Several groups are in `ids`; `id`, which is older, has the first one. */
function presentRestriction(restriction: Restriction | null): Json | null {
	return restriction?.type === 'Group' ? { ...restriction, id: restriction.ids[0] } : restriction;
}

export function presentView(view: View): Json {
	return { ...view, restriction: presentRestriction(view.restriction), ...stamps(view) };
}

export function presentMacro(world: World, macro: Macro): Json {
	return {
		url: world.url(`macros/${macro.id}.json`),
		...macro,
		raw_title: macro.title,
		restriction: presentRestriction(macro.restriction),
		...stamps(macro),
	};
}

export function presentTrigger(world: World, trigger: Trigger): Json {
	const url = world.url(`triggers/${trigger.id}.json`);
	return { url, ...trigger, raw_title: trigger.title, ...stamps(trigger) };
}

export function presentAutomation(automation: Automation): Json {
	return { ...automation, raw_title: automation.title, ...stamps(automation) };
}
