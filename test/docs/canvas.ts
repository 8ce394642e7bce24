import type { WorkflowNode } from '../../playground/rest';

/** A part of n8n's canvas, in its pixels. */
export interface Box {
	left: number;
	top: number;
	right: number;
	bottom: number;
}

const NODE = { width: 100, height: 100 };

/** What n8n's own style sheet makes of Markdown in a note, rounded up. */
const HEADING = { mark: /^## /, letter: 13, line: 36, after: 8, margin: 40 };
const SECTION = { mark: /^### /, letter: 9, line: 24, after: 8, margin: 40 };
const ENTRY = { mark: /^ *(-|\d+\.) /, letter: 6.7, line: 19, after: 4, margin: 60 };
const PARAGRAPH = { mark: /^/, letter: 6.7, line: 21, after: 8, margin: 40 };

const STYLES = [HEADING, SECTION, ENTRY, PARAGRAPH];

export function isNote({ type }: WorkflowNode): boolean {
	return type === 'n8n-nodes-base.stickyNote';
}

export function textOf({ parameters }: WorkflowNode): string {
	return String(parameters.content);
}

export function boxOf(node: WorkflowNode): Box {
	const [left, top] = node.position as [number, number];
	const { width, height } = isNote(node) ? (node.parameters as typeof NODE) : NODE;
	return { left, top, right: left + width, bottom: top + height };
}

export function overlap(a: Box, b: Box): boolean {
	return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

export function holds(outer: Box, inner: Box): boolean {
	return (
		outer.left <= inner.left &&
		outer.top <= inner.top &&
		outer.right >= inner.right &&
		outer.bottom >= inner.bottom
	);
}

/** @returns where the text of a note ends, about */
export function endOfText(note: WorkflowNode): number {
	const { left, top, right } = boxOf(note);
	const heights = textOf(note)
		.split('\n')
		.filter(Boolean)
		.map((line) => {
			const { letter, line: height, after, margin } = STYLES.find(({ mark }) => mark.test(line))!;
			return Math.ceil((line.length * letter) / (right - left - margin)) * height + after;
		});
	return heights.reduce((sum, height) => sum + height, top + 16);
}
