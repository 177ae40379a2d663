/* Draws the report that the page carries as JSON: a section a workload, with plots and a table. */
'use strict';
(() => {
  const report = JSON.parse(document.getElementById('report').textContent);
  const byKey = new Map(report.columns.map(column => [column.key, column]));
  const isDark = matchMedia('(prefers-color-scheme: dark)').matches;
  const OURS = '#2f7ed8', OTHERS = isDark ? '#777' : '#b0b0b0';
  const BLUES = [OURS, isDark ? '#8ec5ff' : '#0b3d91', '#35c4dc', '#7d6cf0'];
  const NO_BLUES = [isDark ? '#ccc' : '#333', '#f2a541', '#d94f4f', '#4f9d4f', '#c76fc0', '#9a7b4f', '#e377a2', '#a0a833', '#888'];
  const PERCENTILES = [
    ['p50Us', '50 %'], ['p75Us', '75 %'], ['p90Us', '90 %'], ['p99Us', '99 %'], ['p999Us', '99.9 %'], ['p9999Us', '99.99 %'],
  ];
  const isOurs = row => row.contender.startsWith('mg ');

  function add(parent, name, text, className) {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    if (className) made.className = className;
    parent.append(made);
    return made;
  }

  function* cycle(values) {
    for (;;) yield* values;
  }

  function show(value, column) {
    return value.toLocaleString('en', {minimumFractionDigits: column.decimals, maximumFractionDigits: column.decimals});
  }

  /* A place for a plot of so many pixels in height, and what draws it there. */
  function place(parent, className, height) {
    const box = add(parent, 'div', undefined, className);
    box.style.height = height + 'px';
    const drawn = echarts.init(box, isDark ? 'dark' : null, {renderer: 'svg'});
    addEventListener('resize', () => drawn.resize());
    return option => drawn.setOption(Object.assign({backgroundColor: 'transparent', animation: false}, option));
  }

  /* Medians as bars; a line from the least to the greatest of the rounds. */
  function bars(parent, all, key, best) {
    const rows = all.filter(row => row.metrics[key]).sort((a, b) => a.metrics[key].median - b.metrics[key].median);
    if (rows.length === 0) return;
    const column = byKey.get(key);
    const ranges = rows.map((row, i) => ({
      type: 'line', silent: true, symbol: 'circle', symbolSize: 5, z: 5,
      lineStyle: {width: 1.5}, color: isDark ? '#eee' : '#333',
      data: [[row.metrics[key].min, i], [row.metrics[key].max, i]],
    }));
    const draw = place(parent, undefined, 100 + 26 * rows.length);
    draw({
      title: {text: column.title, subtext: best, textStyle: {fontSize: 14}, itemGap: 6},
      grid: {left: 8, right: 24, top: 56, bottom: 8, containLabel: true},
      yAxis: {
        type: 'category', inverse: true, axisTick: {show: false},
        data: rows.map(row => `${row.contender}   ${show(row.metrics[key].median, column)}`),
      },
      xAxis: {type: 'value', axisLabel: {hideOverlap: true}},
      series: [{
        type: 'bar', barWidth: 14,
        data: rows.map(row => ({value: row.metrics[key].median, itemStyle: {color: isOurs(row) ? OURS : OTHERS}})),
      }, ...ranges],
    });
  }

  /* A line a contender, over percentiles that are ten times rarer from one to the next; ours are thick. */
  function latency(parent, all) {
    const points = PERCENTILES.filter(([key]) => all.some(row => row.metrics[key]));
    const rows = all.filter(row => points.some(([key]) => row.metrics[key]));
    if (points.length === 0) return;
    const blues = cycle(BLUES), others = cycle(NO_BLUES);
    const draw = place(parent, 'wide', 360);
    draw({
      title: {text: 'latency, µs', subtext: 'less is better; logarithmic', textStyle: {fontSize: 14}, itemGap: 6},
      legend: {type: 'scroll', orient: 'vertical', right: 0, top: 40, data: rows.map(row => row.contender)},
      tooltip: {trigger: 'axis', order: 'valueDesc', valueFormatter: value => value === null ? '' : show(value, {decimals: 0})},
      grid: {left: 8, right: 190, top: 64, bottom: 8, containLabel: true},
      xAxis: {type: 'category', data: points.map(([, text]) => text), boundaryGap: false},
      yAxis: {type: 'log'},
      series: rows.map(row => ({
        name: row.contender, type: 'line', symbolSize: isOurs(row) ? 7 : 4,
        color: (isOurs(row) ? blues : others).next().value,
        lineStyle: {width: isOurs(row) ? 3.5 : 1.5},
        data: points.map(([key]) => row.metrics[key] ? row.metrics[key].median : null),
      })),
    });
  }

  function table(parent, rows) {
    const columns = report.columns.filter(column => rows.some(row => row.metrics[column.key]));
    const made = add(add(parent, 'div', undefined, 'wide'), 'table');
    const head = add(add(made, 'thead'), 'tr');
    add(head, 'th', '');
    columns.forEach(column => add(head, 'th', column.title));
    const body = add(made, 'tbody');
    for (const row of rows) {
      const line = add(body, 'tr', undefined, isOurs(row) ? 'ours' : '');
      add(line, 'td', row.contender);
      for (const column of columns) {
        const spread = row.metrics[column.key];
        const cell = add(line, 'td', spread ? show(spread.median, column) : '');
        if (spread && spread.values.length > 1) {
          add(cell, 'small', ` ${show(spread.min, column)}..${show(spread.max, column)}`);
        }
      }
    }
  }

  function notes(parent, rows) {
    const all = rows.flatMap(row => row.notes.map(note => `${row.contender}: ${note}`));
    if (all.length === 0) return;
    const made = add(parent, 'details');
    add(made, 'summary', `${all.length} notes: rounds that were disturbed, and figures not to be trusted`);
    const list = add(made, 'ul');
    all.forEach(note => add(list, 'li', note));
  }

  document.title = `mg: ${report.title}`;
  add(document.body, 'h1', report.title);
  const facts = add(document.body, 'dl');
  for (const [name, value] of Object.entries(report.facts)) {
    add(facts, 'dt', name);
    add(facts, 'dd', value);
  }
  for (const workload of new Set(report.rows.map(row => row.workload))) {
    const rows = report.rows.filter(row => row.workload === workload);
    const section = add(document.body, 'section');
    add(section, 'h2', workload);
    const plots = add(section, 'div', undefined, 'charts');
    const has = key => byKey.has(key) && rows.some(row => row.metrics[key]);
    const first = report.columns.find(column => has(column.key));
    bars(plots, rows, has('cpuOverFloor') ? 'cpuOverFloor' : first.key, 'less is better');
    report.columns.filter(column => /MiB$|Bytes/.test(column.key) && has(column.key))
      .forEach(column => bars(plots, rows, column.key, 'less is better'));
    latency(plots, rows);
    table(section, rows);
    notes(section, rows);
  }
})();
