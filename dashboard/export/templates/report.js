// A claim's charts are drawn when it is opened: all at once would keep the user waiting.
const draw = (claim) => claim.querySelectorAll('.chart:not([data-drawn])').forEach((chart) => {
    chart.dataset.drawn = 'yes';
    const spec = JSON.parse(chart.querySelector('script').textContent);
    Plotly.newPlot(chart.querySelector('div'), spec.data, spec.layout, {displaylogo: false});
});
document.querySelectorAll('details:not(.method)').forEach((claim) =>
    claim.addEventListener('toggle', () => { if (claim.open) draw(claim); }));
// the chart of targets stands open
const targets = document.getElementById('targets');
if (targets) draw(targets);
addEventListener('beforeprint', () => document.querySelectorAll('details').forEach((claim) => {
    claim.open = true; draw(claim);
}));
