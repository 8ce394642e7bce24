/** One line of the bench: what was measured, and the bar that it must clear. */
export interface Figure {
	name: string;
	/** As people read it; always computed from a run, never typed. */
	value: string;
	bar: string;
	ok: boolean;
}

const round = (value: number) => String(Number(value.toPrecision(3)));

/** At most so much. */
export function atMost(name: string, value: number, bar: number, unit = ''): Figure {
	return { name, value: `${round(value)}${unit}`, bar: `≤ ${bar}${unit}`, ok: value <= bar };
}

/** At least so much. */
export function atLeast(name: string, value: number, bar: number, unit = ''): Figure {
	return { name, value: `${round(value)}${unit}`, bar: `≥ ${bar}${unit}`, ok: value >= bar };
}

/** Something that is right or wrong. */
export function exactly(name: string, value: string | number, bar: string | number): Figure {
	return { name, value: String(value), bar: String(bar), ok: value === bar };
}

const NO_BAR = '–';

/** For comparison only. */
export function told(name: string, value: string): Figure {
	return { name, value, bar: NO_BAR, ok: true };
}

/** Those that can be short. */
export function withBar(figures: Figure[]): Figure[] {
	return figures.filter(({ bar }) => bar !== NO_BAR);
}

export function line({ name, value, bar, ok }: Figure): string {
	return `${name}: ${value} (${bar}) ${ok ? 'ok' : 'short'}`;
}
