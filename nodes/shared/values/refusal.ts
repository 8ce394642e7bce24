import type { Refusal } from '../../../zendesk/verdict';

export function isRefusal(value: unknown): value is Refusal {
	return typeof value === 'object' && value !== null && 'reason' in value && 'message' in value;
}

/** @returns what `read` does, or what it throws as a refusal that names the parameter */
export function orRefusal<T>(
	displayName: string,
	read: () => T,
	{ reason = 'invalid', advice = 'Correct the value' }: Partial<Refusal> = {},
): T | Refusal {
	try {
		return read();
	} catch (error) {
		const said = error instanceof Error ? error.message : String(error);
		return { reason, message: `'${displayName}': ${said}`, advice };
	}
}

/** @returns all of them, or the first one that is a refusal */
export function allOrRefusal<T extends object>(values: { [Key in keyof T]: T[Key] | Refusal }):
	| T
	| Refusal {
	return (Object.values(values) as unknown[]).find(isRefusal) ?? (values as T);
}
