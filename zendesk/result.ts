import type { Refusal } from './verdict';

/** What a question brought: a value, or why there is none, in words for people. */
export type Result<Value> = { ok: true; value: Value } | { ok: false; refusal: Refusal };

export function succeed<Value>(value: Value): Result<Value> {
	return { ok: true, value };
}

export function refuse(refusal: Refusal): { ok: false; refusal: Refusal } {
	return { ok: false, refusal };
}
