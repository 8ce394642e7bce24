import { codeIn, tableBelow } from './markdown';

/** Who may import whom, as the document draws it. */
export interface Picture {
	/** Paths of folders and files; one that ends with a star has what is in no other room. */
	rooms: string[];
	arrows: Array<[from: string, to: string]>;
	/** Folders, and the packages that may be imported below them. */
	packages: Array<{ folders: string[]; names: string[] }>;
}

const ROOM = /^\s*(\w+)\["([\w./*-]+)"\]\s*$/;
const ARROW = /^\s*(\w+) -->\s*(\w+(?: & \w+)*)\s*$/;

/** Reads the mermaid diagram of a document and its table of packages. */
export function readPicture(document: string): Picture {
	const [, diagram] = /```mermaid\n([\s\S]*?)```/.exec(document) ?? [];
	if (diagram === undefined) throw new Error('There is no picture in the document');
	const lines = diagram.split('\n');
	const pathOf = new Map<string, string>();
	for (const line of lines) {
		const [, id, path] = ROOM.exec(line) ?? [];
		if (id) pathOf.set(id, path);
	}
	const named = (id: string) => {
		const path = pathOf.get(id);
		if (path === undefined)
			throw new Error(`The picture has an arrow of '${id}', which is no room`);
		return path;
	};
	const arrows = lines.flatMap((line): Picture['arrows'] => {
		const [, from, to] = ARROW.exec(line) ?? [];
		if (!from && line.includes('--')) throw new Error(`An arrow that can't be read: ${line}`);
		return from ? to.split(' & ').map((id) => [named(from), named(id)]) : [];
	});
	const packages = tableBelow(document, 'Rooms').map(([folders, names]) => ({
		folders: codeIn(folders),
		names: codeIn(names),
	}));
	return { rooms: [...pathOf.values()], arrows, packages };
}

/** The room of a file: of those that fit, the one that says most. */
export function roomOf(path: string, { rooms }: Picture): string | undefined {
	const fits = (room: string) =>
		room.endsWith('/*')
			? path.startsWith(room.slice(0, -1))
			: path === room || path.startsWith(`${room}/`);
	return rooms.filter(fits).sort((a, b) => b.length - a.length)[0];
}

/** All rooms to which ways lead from each room, by any number of arrows. */
export function waysOf(arrows: Picture['arrows']): Map<string, Set<string>> {
	const ways = new Map<string, Set<string>>();
	const follow = (from: string, found: Set<string>) => {
		for (const [start, end] of arrows) {
			if (start !== from || found.has(end)) continue;
			found.add(end);
			follow(end, found);
		}
		return found;
	};
	for (const [from] of arrows) ways.set(from, follow(from, new Set()));
	return ways;
}
