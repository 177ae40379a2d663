/* Draws the report that the page carries as JSON: a section a workload, with plots and a table. */
'use strict';
(() => {
  const report = JSON.parse(document.getElementById('report').textContent);
  const byKey = new Map(report.columns.map(column => [column.key, column]));
  const isDark = matchMedia('(prefers-color-scheme: dark)').matches;
  const OURS = '#2f7ed8', OTHERS = isDark ? '#777' : '#b0b0b0', SECOND = '#f2a541';
  const isOurs = row => row.contender.startsWith('mg ');

  function add(parent, name, text, className) {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    if (className) made.className = className;
    parent.append(made);
    return made;
  }

  function show(value, column) {
    return value.toLocaleString('en', {minimumFractionDigits: column.decimals, maximumFractionDigits: column.decimals});
  }

  function chart(parent, rows, label, option) {
    const box = add(parent, 'div');
    box.style.height = 100 + 26 * rows.length + 'px';
    const drawn = echarts.init(box, isDark ? 'dark' : null, {renderer: 'svg'});
    drawn.setOption(Object.assign({
      backgroundColor: 'transparent',
      animation: false,
      grid: {left: 8, right: 24, top: 56, bottom: 8, containLabel: true},
      yAxis: {type: 'category', inverse: true, data: rows.map(label), axisTick: {show: false}},
      xAxis: {type: 'value'},
    }, option));
    addEventListener('resize', () => drawn.resize());
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
    chart(parent, rows, row => `${row.contender}   ${show(row.metrics[key].median, column)}`, {
      title: {text: column.title, subtext: best, textStyle: {fontSize: 14}, itemGap: 6},
      series: [{
        type: 'bar', barWidth: 14,
        data: rows.map(row => ({value: row.metrics[key].median, itemStyle: {color: isOurs(row) ? OURS : OTHERS}})),
      }, ...ranges],
    });
  }

  /* Percentiles side by side on a logarithmic axis: tails are multiples of medians. */
  function latency(parent, all) {
    const keys = ['p50Us', 'p99Us', 'p999Us'].filter(key => all.some(row => row.metrics[key]));
    const rows = all.filter(row => keys.some(key => row.metrics[key]));
    if (keys.length === 0) return;
    const colors = [OURS, SECOND, '#d94f4f'];
    chart(parent, rows, row => row.contender, {
      title: {text: 'latency, µs', subtext: 'less is better; logarithmic', textStyle: {fontSize: 14}, itemGap: 6},
      legend: {right: 0, data: keys.map(key => byKey.get(key).title)},
      xAxis: {type: 'log', min: 10},
      series: keys.map((key, i) => ({
        name: byKey.get(key).title, type: 'bar', barWidth: 7, itemStyle: {color: colors[i]},
        data: rows.map(row => row.metrics[key] ? row.metrics[key].median : null),
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
    latency(plots, rows);
    report.columns.filter(column => /MiB$|bytes/i.test(column.key) && has(column.key))
      .forEach(column => bars(plots, rows, column.key, 'less is better'));
    table(section, rows);
    notes(section, rows);
  }
})();
