interface Timed {
	due: number;
}

/** A binary heap of things that are due: earliest first, first come first served when due together. */
export class DueHeap<T extends Timed> {
	private readonly nodes: Array<{ item: T; order: number }> = [];
	private order = 0;

	get size(): number {
		return this.nodes.length;
	}

	peek(): T | undefined {
		return this.nodes[0]?.item;
	}

	push(item: T): void {
		this.nodes.push({ item, order: this.order++ });
		let child = this.nodes.length - 1;
		while (child > 0) {
			const parent = (child - 1) >> 1;
			if (this.precedes(parent, child)) break;
			this.swap(parent, child);
			child = parent;
		}
	}

	pop(): T | undefined {
		const first = this.nodes[0];
		const last = this.nodes.pop();
		if (first === undefined || last === undefined) return undefined;
		if (this.nodes.length > 0) {
			this.nodes[0] = last;
			this.sink();
		}
		return first.item;
	}

	private sink(): void {
		let parent = 0;
		for (;;) {
			const left = 2 * parent + 1;
			if (left >= this.nodes.length) return;
			const right = left + 1;
			const child = right < this.nodes.length && this.precedes(right, left) ? right : left;
			if (this.precedes(parent, child)) return;
			this.swap(parent, child);
			parent = child;
		}
	}

	private precedes(a: number, b: number): boolean {
		const [first, second] = [this.nodes[a], this.nodes[b]];
		if (first.item.due !== second.item.due) return first.item.due < second.item.due;
		return first.order < second.order;
	}

	private swap(a: number, b: number): void {
		[this.nodes[a], this.nodes[b]] = [this.nodes[b], this.nodes[a]];
	}
}
