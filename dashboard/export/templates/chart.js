const figure = JSON.parse(document.getElementById('figure').textContent);
Plotly.newPlot('chart', figure.data, figure.layout, {displaylogo: false, responsive: true});
