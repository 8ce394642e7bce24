/**
 * What makes a report answer: filters, sums, sorting. It knows no rule of any report: it adds up the numbers that
 * the records bring and writes them where the page names them. It is text, because it runs in the browser:
 *
 * - `[data-figure=key]` shows a sum, as money with `[data-currency]`, `[data-grow=key]` grows with it, `[data-day=i]`,
 *   `[data-bar=i]` and `[data-day-title=i]` show the count of a day;
 * - `[data-record=i]` is hidden unless record i is selected, `[data-empty]` unless none of its table is;
 * - `th[data-sort]` becomes a button; `[data-without-script]` is hidden.
 *
 * n8n serves pages in a sandbox: no storage, no cookies, no address to change.
 */
export const REPORT_SCRIPT = String.raw`(() => {
	'use strict';
	const data = JSON.parse(document.getElementById('report-data').textContent);
	const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
	const number = new Intl.NumberFormat('en').format;
	/** A sum as its place wants it: a number, or money with its digits. */
	const written = ({ currency, digits }, amount) => currency === undefined ? number(amount)
		: currency + '\u00a0' + new Intl.NumberFormat('en', { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(amount);
	const compare = new Intl.Collator('en', { sensitivity: 'base', numeric: true }).compare;
	/** Without case and accents, so that 'zoe' finds 'Zoë'. */
	const fold = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

	const records = data.records.map(([search, under, amounts, days]) => ({ search: fold(search), under, amounts, days }));
	const form = document.querySelector('[data-filters]');
	const choices = all('[data-filter]');
	const search = document.querySelector('[data-search]');
	const found = document.querySelector('[data-found]');

	function select() {
		const wanted = choices.map(({ value }) => value);
		const words = fold(search.value).split(/\s+/);
		return records.map(({ search, under }) =>
			wanted.every((option, filter) => option === '' || under[filter].includes(Number(option))) &&
			words.every((word) => search.includes(word)));
	}

	function addUp(selected) {
		const amounts = data.figures.map(() => 0);
		const days = new Array(data.days).fill(0);
		records.forEach((record, index) => {
			if (!selected[index]) return;
			record.amounts.forEach((amount, figure) => { amounts[figure] += amount; });
			record.days.forEach((day) => { days[day]++; });
		});
		return { amount: (figure) => amounts[data.figures.indexOf(figure)] || 0, days };
	}

	function showSums({ amount, days }) {
		for (const element of all('[data-figure]')) element.textContent = written(element.dataset, amount(element.dataset.figure));
		for (const element of all('[data-grow]')) element.style.flexGrow = amount(element.dataset.grow);
		for (const element of all('[data-day]')) element.textContent = number(days[element.dataset.day]);
		for (const element of all('[data-bar]')) element.setAttribute('height', days[element.dataset.bar]);
		for (const element of all('[data-day-title]')) {
			const { dayTitle, name, unit } = element.dataset;
			element.textContent = name + ': ' + number(days[dayTitle]) + ' ' + unit;
		}
		const peak = Math.max(0, ...days);
		const end = data.scales.find((scale) => scale >= peak);
		for (const chart of all('[data-chart]')) {
			const height = Number(chart.dataset.chart);
			chart.querySelector('[data-bars]').setAttribute('transform', 'translate(0 ' + height + ') scale(1 -' + height / end + ')');
			for (const tick of all('[data-tick]', chart)) tick.textContent = number(end * tick.dataset.tick);
			chart.querySelector('[data-no-bars]').hidden = peak > 0;
		}
	}

	function showRows(selected) {
		for (const row of all('[data-record]')) row.hidden = !selected[row.dataset.record];
		for (const row of all('[data-empty]')) {
			row.hidden = row.parentElement.querySelector('[data-record]:not([hidden])') !== null;
		}
	}

	/** The line below the filters names them, because on paper nobody sees what was chosen. */
	function showFound(selected) {
		const many = found.dataset.found;
		const count = selected.filter(Boolean).length;
		const chosen = choices.filter(({ value }) => value !== '')
			.map((choice) => choice.dataset.label + ': ' + choice.selectedOptions[0].textContent);
		if (search.value.trim() !== '') chosen.push(search.dataset.label + ': “' + search.value.trim() + '”');
		const shown = count === 0 ? 'No one matches these filters'
			: count === records.length ? 'Showing all ' + number(count) + ' ' + many
			: 'Showing ' + number(count) + ' of ' + number(records.length) + ' ' + many;
		const line = [shown].concat(chosen).join(' · ');
		if (found.textContent !== line) found.textContent = line;
	}

	function show() {
		const selected = select();
		showSums(addUp(selected));
		showRows(selected);
		showFound(selected);
	}

	function sortable(table) {
		const heads = all('th[data-sort]', table);
		const body = table.tBodies[0];
		const rows = all('[data-record]', body);
		const valueOf = (row, column) => {
			const cell = row.cells[column];
			return cell.dataset.value === undefined ? cell.textContent.trim() : cell.dataset.value;
		};
		const sort = (head) => {
			const numeric = head.dataset.sort === 'number';
			const before = head.getAttribute('aria-sort');
			// Numbers are asked for because of the greatest, texts to find one.
			const up = before ? before === 'descending' : !numeric;
			for (const other of heads) other.removeAttribute('aria-sort');
			head.setAttribute('aria-sort', up ? 'ascending' : 'descending');
			const order = numeric ? (a, b) => a - b : compare;
			const keyed = rows.map((row) => ({ row, value: valueOf(row, head.cellIndex) }));
			keyed.sort((a, b) => (up ? order(a.value, b.value) : order(b.value, a.value)));
			body.append(...keyed.map(({ row }) => row));
		};
		for (const head of heads) {
			const button = document.createElement('button');
			button.type = 'button';
			button.append(...head.childNodes);
			button.addEventListener('click', () => sort(head));
			head.append(button);
		}
	}

	all('table').forEach(sortable);
	if (form) {
		form.hidden = false;
		document.querySelector('[data-without-script]').hidden = true;
		form.addEventListener('input', show);
		form.addEventListener('submit', (event) => event.preventDefault());
		form.querySelector('[data-clear]').addEventListener('click', () => {
			for (const choice of choices) choice.value = '';
			search.value = '';
			show();
		});
	}
})();
`;
