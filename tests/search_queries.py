"""What people type, and what they mean: `python -m tests.search_queries` prints how often that comes first."""

import sys
from collections.abc import Iterator
from typing import Final

from dashboard.catalogue.loading import configured_catalogue
from dashboard.charts.registry import findable_kinds
from dashboard.ui.navigation import findable_pages
from dashboard.views.search import Search

# one line each: what is typed, and the id of what should come first, or several where either would do
QUERIES: Final = """
R&D | rd-spending
r&d spending | rd-spending
r and d | rd-spending
GERD | rd-spending
research | rd-spending
research and development | rd-spending
reserch | rd-spending
研发 | rd-spending
研发经费 | rd-spending
ＧＥＲＤ | rd-spending
scientists | researchers
科研人员 | researchers
patents | patents-resident
patent | patents-resident
patnets | patents-resident
专利 | patents-resident
foreign patents | patents-nonresident
papers | journal-articles
论文 | journal-articles
royalties paid | ip-payments
royalty receipts | ip-receipts
chips | high-tech-exports
semiconductor | high-tech-exports
芯片 | high-tech-exports
半导体 | high-tech-exports
hi-tech share | high-tech-export-share
electronics | ict-exports
ICT | ict-exports
exports | exports-share
exprots | exports-share
出口 | exports-share
imports | imports-share
进口 | imports-share
trade | trade-share
trade openness | trade-share
trade balance | external-balance
trade surplus | external-balance
贸易顺差 | external-balance
goods trade | merchandise-trade
FDI | fdi-inflows
foreign investment | fdi-inflows
外资 | fdi-inflows
outward FDI | fdi-outflows
对外直接投资 | fdi-outflows
GDP | gdp
gdp | gdp
gross domestic product | gdp
国内生产总值 | gdp
NY.GDP.MKTP.CD | gdp
ny.gdp.mktp.cd | gdp
economic growth | gdp-growth
growth rate | gdp-growth
经济增长 | gdp-growth
GDP growth | gdp-growth
GDP (current US$) | gdp
Inflation, consumer prices (annual %) | inflation
加入世贸 | wto-accession
huawei | huawei-entity-list
homicide | wb:VC.IHR.PSRC.P5
gdp grwoth | gdp-growth
real GDP | gdp-constant
per capita | gdp-per-capita
GDP per head | gdp-per-capita
人均GDP | gdp-per-capita
PPP | gdp-per-capita-ppp
standard of living | gdp-per-capita-ppp
agriculture | agriculture-share
农业 | agriculture-share
industry | industry-share
manufacturing | manufacturing-share
manufactoring | manufacturing-share
制造业 | manufacturing-share
services | services-share
consumer spending | household-consumption
government spending | government-consumption
investment | investment-share
capital formation | investment-share
投资 | investment-share
CO2 | electricity-carbon-intensity, gdp-carbon-intensity
CO₂ | electricity-carbon-intensity, gdp-carbon-intensity
carbon intensity | electricity-carbon-intensity, gdp-carbon-intensity
碳排放 | electricity-carbon-intensity, gdp-carbon-intensity
solar | solar-capacity
solar panels | solar-capacity
photovoltaics | solar-capacity
光伏 | solar-capacity
solar price | solar-module-price
wind power | wind-capacity
风电 | wind-capacity
renewables | renewables-share
可再生能源 | renewables-share
nuclear | electricity-nuclear
核电 | electricity-nuclear
coal | electricity-coal
electricity | electricity-generation
electrcity | electricity-generation
发电量 | electricity-generation
inflation | inflation
inflatoin | inflation
CPI | inflation
通货膨胀 | inflation
money supply | broad-money
M2 | broad-money
credit | private-credit
stock market | market-capitalisation
股市 | market-capitalisation
exchange rate | exchange-rate
yuan | exchange-rate
DEXCHUS | exchange-rate
汇率 | exchange-rate
population | population
populaton | population
人口 | population
urbanization | urban-population
城镇化 | urban-population
university | tertiary-enrolment
高等教育 | tertiary-enrolment
internet | internet-users
defence spending | military-spending
defense | military-spending
军费 | military-spending
life expectancy | wb:SP.DYN.LE00.IN
life expectency | wb:SP.DYN.LE00.IN
SP.DYN.LE00.IN | wb:SP.DYN.LE00.IN
https://data.worldbank.org/indicator/SP.DYN.LE00.IN?locations=CN | wb:SP.DYN.LE00.IN
data.worldbank.org/indicator/NY.GDP.MKTP.CD | gdp
https://fred.stlouisfed.org/series/UNRATE | fred:UNRATE
https://ourworldindata.org/grapher/life-expectancy | owid:life-expectancy
UNRATE | fred:UNRATE
unemployment | wb:SL.UEM.TOTL.ZS
youth unemployment | wb:SL.UEM.1524.ZS
wages | wb:SL.EMP.WORK.ZS
gini | wb:SI.POV.GINI
poverty | wb:SI.POV.SOPO, wb:SI.POV.DDAY
infant mortality | wb:SP.DYN.IMRT.IN
fertility | wb:SP.DYN.TFRT.IN
forest area | wb:AG.LND.FRST.ZS, wb:AG.LND.FRST.K2
remittances | wb:BX.TRF.PWKR.DT.GD.ZS, wb:BX.TRF.PWKR.CD.DT, wb:BM.TRF.PWKR.CD.DT
tourism | wb:ST.INT.ARVL, wb:ST.INT.DPRT
China | CHN
chian | CHN
中国 | CHN
South Korea | KOR
Korea, Rep. | KOR
韩国 | KOR
KOR | KOR
越南 | VNM
Germnay | DEU
Deutschland | DEU
turkey | TUR
Cote d'Ivoire | CIV
Britain | GBR
USA | USA
G20 | @G20
euro area | EMU
made in china 2025 | made-in-china-2025
中国制造2025 | made-in-china-2025
chip controls | chip-export-controls
export controls | chip-export-controls, chip-rules-2023
WTO | wto-accession
fred unrate | fred:UNRATE
fred:UNRATE | fred:UNRATE
owid life expectancy | owid:life-expectancy
child mortality our world in data | owid:child-mortality
unemployment rate fred | wb:15:UNEMPSA_
global financial crisis | global-financial-crisis
reform and opening | reform-and-opening
改革开放 | reform-and-opening
innovation-driven | innovation-driven
new quality productive forces | new-quality, new-quality-productive-forces
hard technology | hard-technology
gdp growth india | gdp-growth
inflation in Germany | inflation
China's exports | exports-share
timeline | timeline
compare | compare
map | map
scatter | scatter
"""


def queries() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield what is typed with the ids of which one should come first."""
    for line in QUERIES.strip().splitlines():
        typed, _, wanted = line.rpartition(" | ")
        yield typed, tuple(wanted.split(", "))


def misses(search: Search) -> list[tuple[str, tuple[str, ...], list[str]]]:
    """Return what did not come first, with what came in its place."""
    found = ((typed, wanted, [one.id for one in search.find(typed).results[:3]]) for typed, wanted in queries())
    return [(typed, wanted, first) for typed, wanted, first in found if not first or first[0] not in wanted]


def searched() -> Search:
    """Return a search over what is shipped, with the pages."""
    return Search(configured_catalogue(), (*findable_pages(), *findable_kinds()))


if __name__ == "__main__":
    missed, asked = misses(searched()), list(queries())
    for typed, wanted, first in missed:
        sys.stdout.write(f"{typed!r}: {' or '.join(wanted)} wanted, found {', '.join(first) or 'nothing'}\n")
    sys.stdout.write(f"first of {len(asked)} queries: {len(asked) - len(missed)}\n")
