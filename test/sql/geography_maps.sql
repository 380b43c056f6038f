--
-- The aid maps, municipality by municipality
--
-- Every list below comes from the regulation named above it, in municipality
-- numbers, one line for each zone and county.  A line that holds from a later
-- day than its map is the same area under the numbers of that day: the
-- renumberings, mergers and splits of Statistics Norway's standard for
-- municipalities (Klass 131) were followed once for these lists, and the
-- extension follows them for itself.
--
set client_encoding to 'UTF8';
set datestyle to 'ISO, YMD';
create temp table expected_zone (
    kommunenr tilskudd.kommunenr,
    first_day date,
    last_day date,
    zone text
);
--
-- 1. Zones
--
-- Map of 2003-2006: FOR-2003-05-09-565 §§ 4-7, areas A, B, C and D.  The
-- misprints of the promulgated text are mended: "1655 Tydal" is 1665, "0453
-- Vestre Slidre" is 0543.  1842 went into 1804 on 2005-01-01; 1154 and 1159
-- became 1160, 1569 and 1572 became 1576 on 2006-01-01.
insert into expected_zone
select number::tilskudd.kommunenr, l.first_day::date, l.last_day::date, l.zone
from (values
    ('2003-05-09', '2004-12-31', 'B', 'Nordland', '1842'),
    ('2003-05-09', '2005-12-31', 'B', 'Møre og Romsdal', '1569 1572'),
    ('2003-05-09', '2005-12-31', 'C', 'Rogaland', '1154 1159'),
    ('2003-05-09', '2006-12-31', 'A', 'Troms', '1940 1941 1942 1943'),
    ('2003-05-09', '2006-12-31', 'A', 'Finnmark', '2002 2003 2004 2011 2012 2014 2015 2017 2018 2019 2020
         2021 2022 2023 2024 2025 2027 2028 2030'),
    ('2003-05-09', '2006-12-31', 'B', 'Hedmark', '0428 0429 0430 0432 0434 0436 0437 0438 0439 0441'),
    ('2003-05-09', '2006-12-31', 'B', 'Oppland', '0511 0512 0513 0514 0515 0516 0517 0519'),
    ('2003-05-09', '2006-12-31', 'B', 'Telemark', '0826 0828 0829 0830 0831 0833 0834'),
    ('2003-05-09', '2006-12-31', 'B', 'Aust-Agder', '0929'),
    ('2003-05-09', '2006-12-31', 'B', 'Rogaland', '1151'),
    ('2003-05-09', '2006-12-31', 'B', 'Møre og Romsdal', '1566 1567 1571 1573'),
    ('2003-05-09', '2006-12-31', 'B', 'Sør-Trøndelag', '1612 1613 1617 1620 1622 1627 1630 1632 1633 1634
         1635 1636 1640 1644 1665'),
    ('2003-05-09', '2006-12-31', 'B', 'Nord-Trøndelag', '1703 1711 1723 1724 1725 1736 1738 1739 1740 1742
         1743 1744 1748 1749 1750 1751 1755'),
    ('2003-05-09', '2006-12-31', 'B', 'Nordland', '1805 1811 1812 1813 1815 1816 1818 1820 1822 1824 1825
         1826 1827 1828 1832 1833 1834 1835 1836 1837 1838 1839 1840 1841 1845 1848 1849 1850 1851 1852 1853
         1854 1856 1857 1859 1860 1865 1866 1867 1868 1870 1871 1874'),
    ('2003-05-09', '2006-12-31', 'B', 'Troms', '1901 1911 1913 1915 1917 1919 1920 1922 1923 1924 1925 1926
         1927 1928 1929 1931 1933 1936 1938 1939'),
    ('2003-05-09', '2006-12-31', 'C', 'Østfold', '0118 0119 0121'),
    ('2003-05-09', '2006-12-31', 'C', 'Hedmark', '0402 0420 0423 0425 0426'),
    ('2003-05-09', '2006-12-31', 'C', 'Oppland', '0520 0522 0536 0538 0540 0541 0542 0543 0544 0545'),
    ('2003-05-09', '2006-12-31', 'C', 'Buskerud', '0615 0616 0617 0618 0619 0620 0621 0632 0633'),
    ('2003-05-09', '2006-12-31', 'C', 'Telemark', '0807 0817 0819 0821 0822 0827'),
    ('2003-05-09', '2006-12-31', 'C', 'Aust-Agder', '0911 0912 0938 0940 0941'),
    ('2003-05-09', '2006-12-31', 'C', 'Vest-Agder', '1026 1027 1034 1037 1046'),
    ('2003-05-09', '2006-12-31', 'C', 'Rogaland', '1111 1112 1133 1134 1135 1141 1144'),
    ('2003-05-09', '2006-12-31', 'C', 'Hordaland', '1211 1224 1227 1228 1231 1232 1233 1234 1235 1238 1252
         1265 1266'),
    ('2003-05-09', '2006-12-31', 'C', 'Sogn og Fjordane', '1411 1412 1413 1416 1417 1418 1419 1420 1421 1422
         1424 1426 1428 1429 1430 1431 1438 1439 1441 1443 1444 1445 1449'),
    ('2003-05-09', '2006-12-31', 'C', 'Møre og Romsdal', '1503 1511 1514 1524 1525 1526 1539 1543 1545 1546
         1551 1554 1556 1557 1560 1563'),
    ('2003-05-09', '2006-12-31', 'C', 'Sør-Trøndelag', '1621 1624 1648 1664'),
    ('2003-05-09', '2006-12-31', 'C', 'Nord-Trøndelag', '1702 1718 1721 1729'),
    ('2003-05-09', '2006-12-31', 'C', 'Nordland', '1804'),
    ('2003-05-09', '2006-12-31', 'C', 'Troms', '1902'),
    ('2003-05-09', '2006-12-31', 'D', 'Oppland', '0521'),
    ('2003-05-09', '2006-12-31', 'D', 'Buskerud', '0622 0631'),
    ('2003-05-09', '2006-12-31', 'D', 'Telemark', '0815'),
    ('2003-05-09', '2006-12-31', 'D', 'Aust-Agder', '0901 0914 0935 0937'),
    ('2003-05-09', '2006-12-31', 'D', 'Vest-Agder', '1003 1004 1021 1029 1032'),
    ('2003-05-09', '2006-12-31', 'D', 'Rogaland', '1129'),
    ('2003-05-09', '2006-12-31', 'D', 'Hordaland', '1219 1222 1223 1241 1242 1244 1251'),
    ('2003-05-09', '2006-12-31', 'D', 'Sogn og Fjordane', '1401 1432 1433'),
    ('2003-05-09', '2006-12-31', 'D', 'Møre og Romsdal', '1515 1516 1517 1519 1520 1528 1534 1535 1547 1548'),
    ('2003-05-09', '2006-12-31', 'D', 'Sør-Trøndelag', '1638'),
    ('2003-05-09', '2006-12-31', 'D', 'Nord-Trøndelag', '1717 1719'),
    ('2006-01-01', '2006-12-31', 'B', 'Møre og Romsdal', '1576'),
    ('2006-01-01', '2006-12-31', 'C', 'Rogaland', '1160')
) as l (first_day, last_day, zone, county, numbers),
regexp_split_to_table(l.numbers, '\s+') as number;
-- All other municipalities lay outside the map of 2003.  Checked on one day,
-- for the numbers that were still in force on 2007-01-01.
insert into expected_zone
select number::tilskudd.kommunenr, l.first_day::date, l.last_day::date, l.zone
from (values
    ('2004-01-01', '2004-01-01', 'outside', 'Østfold', '0101 0104 0105 0106 0111 0122 0123 0124 0125 0127
         0128 0135 0136 0137 0138'),
    ('2004-01-01', '2004-01-01', 'outside', 'Akershus', '0211 0213 0214 0215 0216 0217 0219 0220 0221 0226
         0227 0228 0229 0230 0231 0233 0234 0235 0236 0237 0238 0239'),
    ('2004-01-01', '2004-01-01', 'outside', 'Oslo', '0301'),
    ('2004-01-01', '2004-01-01', 'outside', 'Hedmark', '0403 0412 0415 0417 0418 0419 0427'),
    ('2004-01-01', '2004-01-01', 'outside', 'Oppland', '0501 0502 0528 0529 0532 0533 0534'),
    ('2004-01-01', '2004-01-01', 'outside', 'Buskerud', '0602 0604 0605 0612 0623 0624 0625 0626 0627 0628'),
    ('2004-01-01', '2004-01-01', 'outside', 'Vestfold', '0701 0702 0704 0706 0709 0711 0713 0714 0716 0719
         0720 0722 0723 0728'),
    ('2004-01-01', '2004-01-01', 'outside', 'Telemark', '0805 0806 0811 0814'),
    ('2004-01-01', '2004-01-01', 'outside', 'Aust-Agder', '0904 0906 0919 0926 0928'),
    ('2004-01-01', '2004-01-01', 'outside', 'Vest-Agder', '1001 1002 1014 1017 1018'),
    ('2004-01-01', '2004-01-01', 'outside', 'Rogaland', '1101 1102 1103 1106 1114 1119 1120 1121 1122 1124
         1127 1130 1142 1145 1146 1149'),
    ('2004-01-01', '2004-01-01', 'outside', 'Hordaland', '1201 1216 1221 1243 1245 1246 1247 1253 1256 1259
         1260 1263 1264'),
    ('2004-01-01', '2004-01-01', 'outside', 'Møre og Romsdal', '1502 1504 1523 1529 1531 1532'),
    ('2004-01-01', '2004-01-01', 'outside', 'Sør-Trøndelag', '1601 1653 1657 1662 1663'),
    ('2004-01-01', '2004-01-01', 'outside', 'Nord-Trøndelag', '1714')
) as l (first_day, last_day, zone, county, numbers),
regexp_split_to_table(l.numbers, '\s+') as number;
-- Map of 2007-2013: the ministry's guidelines (Retningsliner), Vedlegg 3, with
-- FOR-2006-12-15-1455 § 3, in force to 2014-06-30.  Every municipality has a
-- zone, and 0914 Tvedestrand, which the annex leaves out, is III.  1503 and
-- 1556 became 1505 in 2008, 1901 and 1915 became 1903 in 2013; 1756, made of
-- a III and a IV municipality in 2012, is among the split ones further down.
insert into expected_zone
select number::tilskudd.kommunenr, l.first_day::date, l.last_day::date, l.zone
from (values
    ('2007-01-01', '2007-12-31', 'III', 'Møre og Romsdal', '1503 1556'),
    ('2007-01-01', '2011-12-31', 'III', 'Nord-Trøndelag', '1729'),
    ('2007-01-01', '2011-12-31', 'IV', 'Nord-Trøndelag', '1723'),
    ('2007-01-01', '2012-12-31', 'IV', 'Troms', '1901 1915'),
    ('2007-01-01', '2014-06-30', 'I', 'Østfold', '0101 0104 0105 0106 0111 0122 0123 0124 0125 0127 0128 0135
         0136 0137 0138'),
    ('2007-01-01', '2014-06-30', 'I', 'Akershus', '0211 0213 0214 0215 0216 0217 0219 0220 0221 0226 0227
         0228 0229 0230 0231 0233 0234 0235 0236 0237 0238 0239'),
    ('2007-01-01', '2014-06-30', 'I', 'Oslo', '0301'),
    ('2007-01-01', '2014-06-30', 'I', 'Hedmark', '0403 0412 0415 0417 0419 0427'),
    ('2007-01-01', '2014-06-30', 'I', 'Oppland', '0501 0502 0528 0529 0532 0533 0534'),
    ('2007-01-01', '2014-06-30', 'I', 'Buskerud', '0602 0604 0605 0612 0623 0624 0625 0626 0627 0628'),
    ('2007-01-01', '2014-06-30', 'I', 'Vestfold', '0701 0702 0704 0706 0709 0711 0713 0714 0716 0719 0720
         0722 0723 0728'),
    ('2007-01-01', '2014-06-30', 'I', 'Telemark', '0805 0806 0811 0814'),
    ('2007-01-01', '2014-06-30', 'I', 'Aust-Agder', '0904 0906 0926'),
    ('2007-01-01', '2014-06-30', 'I', 'Vest-Agder', '1001 1002 1014 1017 1018'),
    ('2007-01-01', '2014-06-30', 'I', 'Rogaland', '1101 1102 1103 1106 1114 1119 1120 1121 1122 1124 1127
         1130 1142 1146 1149'),
    ('2007-01-01', '2014-06-30', 'I', 'Hordaland', '1201 1221 1243 1245 1246 1247 1253 1256 1259 1263'),
    ('2007-01-01', '2014-06-30', 'I', 'Møre og Romsdal', '1502 1504 1523 1529 1531 1532'),
    ('2007-01-01', '2014-06-30', 'I', 'Sør-Trøndelag', '1601 1653 1657 1662 1663'),
    ('2007-01-01', '2014-06-30', 'I', 'Nord-Trøndelag', '1714'),
    ('2007-01-01', '2014-06-30', 'II', 'Hedmark', '0418'),
    ('2007-01-01', '2014-06-30', 'II', 'Oppland', '0521'),
    ('2007-01-01', '2014-06-30', 'II', 'Aust-Agder', '0919 0928 0935'),
    ('2007-01-01', '2014-06-30', 'II', 'Vest-Agder', '1029 1032'),
    ('2007-01-01', '2014-06-30', 'II', 'Rogaland', '1129 1145'),
    ('2007-01-01', '2014-06-30', 'II', 'Hordaland', '1216 1219 1241 1260 1264'),
    ('2007-01-01', '2014-06-30', 'II', 'Møre og Romsdal', '1516 1517 1528 1548'),
    ('2007-01-01', '2014-06-30', 'II', 'Sør-Trøndelag', '1638'),
    ('2007-01-01', '2014-06-30', 'II', 'Nord-Trøndelag', '1719'),
    ('2007-01-01', '2014-06-30', 'III', 'Østfold', '0118 0119 0121'),
    ('2007-01-01', '2014-06-30', 'III', 'Hedmark', '0402 0420 0423 0425 0426'),
    ('2007-01-01', '2014-06-30', 'III', 'Oppland', '0522 0536 0538 0540 0541 0542 0543 0544 0545'),
    ('2007-01-01', '2014-06-30', 'III', 'Buskerud', '0615 0616 0617 0618 0619 0620 0621 0622 0631 0632'),
    ('2007-01-01', '2014-06-30', 'III', 'Telemark', '0807 0815 0817 0819 0821 0822 0827'),
    ('2007-01-01', '2014-06-30', 'III', 'Aust-Agder', '0901 0911 0912 0914 0937 0938 0940 0941'),
    ('2007-01-01', '2014-06-30', 'III', 'Vest-Agder', '1003 1004 1021 1026 1027 1034 1037 1046'),
    ('2007-01-01', '2014-06-30', 'III', 'Rogaland', '1111 1112 1133 1134 1141 1144 1160'),
    ('2007-01-01', '2014-06-30', 'III', 'Hordaland', '1211 1222 1223 1224 1234 1235 1238 1242 1244 1251 1252
         1265 1266'),
    ('2007-01-01', '2014-06-30', 'III', 'Sogn og Fjordane', '1401 1411 1412 1413 1416 1417 1418 1419 1420
         1421 1422 1424 1426 1428 1429 1430 1431 1432 1433 1438 1439 1441 1443 1444 1445 1449'),
    ('2007-01-01', '2014-06-30', 'III', 'Møre og Romsdal', '1511 1514 1515 1519 1520 1524 1525 1526 1534 1535
         1539 1543 1545 1546 1547 1551 1554 1557 1560 1563'),
    ('2007-01-01', '2014-06-30', 'III', 'Sør-Trøndelag', '1621 1624 1648 1664'),
    ('2007-01-01', '2014-06-30', 'III', 'Nord-Trøndelag', '1702 1717 1718 1721'),
    ('2007-01-01', '2014-06-30', 'III', 'Nordland', '1804'),
    ('2007-01-01', '2014-06-30', 'III', 'Troms', '1902'),
    ('2007-01-01', '2014-06-30', 'IV', 'Hedmark', '0428 0429 0430 0432 0434 0436 0437 0438 0439 0441'),
    ('2007-01-01', '2014-06-30', 'IV', 'Oppland', '0511 0512 0513 0514 0515 0516 0517 0519 0520'),
    ('2007-01-01', '2014-06-30', 'IV', 'Buskerud', '0633'),
    ('2007-01-01', '2014-06-30', 'IV', 'Telemark', '0826 0828 0829 0830 0831 0833 0834'),
    ('2007-01-01', '2014-06-30', 'IV', 'Aust-Agder', '0929'),
    ('2007-01-01', '2014-06-30', 'IV', 'Rogaland', '1135 1151'),
    ('2007-01-01', '2014-06-30', 'IV', 'Hordaland', '1227 1228 1231 1232 1233'),
    ('2007-01-01', '2014-06-30', 'IV', 'Møre og Romsdal', '1566 1567 1571 1573 1576'),
    ('2007-01-01', '2014-06-30', 'IV', 'Sør-Trøndelag', '1612 1613 1617 1620 1622 1627 1630 1632 1633 1634
         1635 1636 1640 1644 1665'),
    ('2007-01-01', '2014-06-30', 'IV', 'Nord-Trøndelag', '1703 1711 1724 1725 1736 1738 1739 1740 1742 1743
         1744 1748 1749 1750 1751 1755'),
    ('2007-01-01', '2014-06-30', 'IV', 'Nordland', '1805 1811 1812 1813 1815 1816 1818 1820 1822 1824 1825
         1826 1827 1828 1832 1833 1834 1835 1836 1837 1838 1839 1840 1841 1845 1848 1849 1850 1851 1852 1853
         1854 1856 1857 1859 1860 1865 1866 1867 1868 1870 1871 1874'),
    ('2007-01-01', '2014-06-30', 'IV', 'Troms', '1911 1913 1917 1919 1920 1922 1923 1924 1925 1926 1927 1928
         1929 1931 1933 1936 1938 1939 1940 1941 1942 1943'),
    ('2007-01-01', '2014-06-30', 'IV', 'Finnmark', '2002 2003 2004 2011 2012 2014 2015 2017 2018 2019 2020
         2021 2022 2023 2024 2025 2027 2028 2030'),
    ('2008-01-01', '2014-06-30', 'III', 'Møre og Romsdal', '1505'),
    ('2013-01-01', '2014-06-30', 'IV', 'Troms', '1903')
) as l (first_day, last_day, zone, county, numbers),
regexp_split_to_table(l.numbers, '\s+') as number;
-- Map of 2014-2021: FOR-2014-06-17-807 § 3 (ESA 91/14/COL), 281 municipalities.
insert into expected_zone
select number::tilskudd.kommunenr, l.first_day::date, l.last_day::date, l.zone
from (values
    ('2014-07-01', '2017-12-31', 'III', 'Sør-Trøndelag', '1612 1613 1617 1620 1621 1622 1624 1627 1630 1632
         1633 1634 1635 1636 1640 1644 1648 1664 1665'),
    ('2014-07-01', '2017-12-31', 'III', 'Nord-Trøndelag', '1702 1703 1711 1717 1718 1721 1724 1725 1736 1738
         1739 1740 1742 1743 1744 1748 1749 1750 1751 1755 1756'),
    ('2014-07-01', '2018-12-31', 'III', 'Møre og Romsdal', '1567'),
    ('2014-07-01', '2019-12-31', 'III', 'Østfold', '0118 0119 0121'),
    ('2014-07-01', '2019-12-31', 'III', 'Hedmark', '0402 0418 0419 0420 0423 0425 0426 0428 0429 0430 0432
         0434 0436 0437 0438 0439 0441'),
    ('2014-07-01', '2019-12-31', 'III', 'Oppland', '0511 0512 0513 0514 0515 0516 0517 0519 0520 0521 0522
         0529 0536 0538 0540 0541 0542 0543 0544 0545'),
    ('2014-07-01', '2019-12-31', 'III', 'Buskerud', '0615 0616 0617 0618 0619 0620 0621 0622 0632 0633'),
    ('2014-07-01', '2019-12-31', 'III', 'Telemark', '0807 0815 0817 0819 0821 0822 0826 0827 0828 0829 0830
         0831 0833 0834'),
    ('2014-07-01', '2019-12-31', 'III', 'Aust-Agder', '0901 0911 0912 0914 0929 0937 0938 0940 0941'),
    ('2014-07-01', '2019-12-31', 'III', 'Vest-Agder', '1003 1004 1021 1026 1027 1034 1037 1046'),
    ('2014-07-01', '2019-12-31', 'III', 'Hordaland', '1211 1222 1223 1224 1227 1228 1231 1232 1233 1234 1235
         1238 1242 1251 1252 1265 1266'),
    ('2014-07-01', '2019-12-31', 'III', 'Sogn og Fjordane', '1401 1411 1412 1413 1416 1417 1418 1419 1420
         1421 1422 1424 1426 1428 1429 1430 1431 1432 1433 1438 1439 1441 1443 1444 1445 1449'),
    ('2014-07-01', '2019-12-31', 'III', 'Møre og Romsdal', '1519 1524 1526 1534 1543 1545 1546 1551 1571'),
    ('2014-07-01', '2019-12-31', 'III', 'Nordland', '1805 1849 1850 1852 1854'),
    ('2014-07-01', '2019-12-31', 'III', 'Troms', '1902 1903 1911 1913 1917 1919 1920 1922 1923 1924 1925 1926
         1927 1928 1929 1931 1933 1936 1938 1939 1940 1941 1942 1943'),
    ('2014-07-01', '2019-12-31', 'III', 'Finnmark', '2002 2003 2004 2011 2012 2014 2015 2017 2018 2019 2020
         2021 2022 2023 2024 2025 2027 2028 2030'),
    ('2014-07-01', '2021-12-31', 'III', 'Rogaland', '1111 1112 1133 1134 1135 1144 1151'),
    ('2014-07-01', '2021-12-31', 'III', 'Møre og Romsdal', '1511 1514 1520 1525 1535 1539 1554 1557 1560 1563
         1566 1573 1576'),
    ('2014-07-01', '2021-12-31', 'III', 'Nordland', '1804 1811 1812 1813 1815 1816 1818 1820 1822 1824 1825
         1826 1827 1828 1832 1833 1834 1835 1836 1837 1838 1839 1840 1841 1845 1848 1851 1853 1856 1857 1859
         1860 1865 1866 1867 1868 1870 1871 1874')
) as l (first_day, last_day, zone, county, numbers),
regexp_split_to_table(l.numbers, '\s+') as number;
-- The same area under the numbers of 2018 (Trøndelag), 2019 (Rindal) and 2020.
insert into expected_zone
select number::tilskudd.kommunenr, l.first_day::date, l.last_day::date, l.zone
from (values
    ('2018-01-01', '2019-12-31', 'III', 'Trøndelag', '5004 5005 5011 5012 5013 5015 5016 5017 5018 5019 5023
         5039 5040 5048 5050 5051'),
    ('2018-01-01', '2021-12-31', 'III', 'Trøndelag', '5014 5020 5021 5022 5025 5026 5027 5032 5033 5034 5036
         5038 5041 5042 5043 5044 5045 5046 5047 5049 5052 5053 5054'),
    ('2019-01-01', '2021-12-31', 'III', 'Trøndelag', '5061'),
    ('2020-01-01', '2021-12-31', 'III', 'Møre og Romsdal', '1577 1578'),
    ('2020-01-01', '2021-12-31', 'III', 'Nordland', '1806 1875'),
    ('2020-01-01', '2021-12-31', 'III', 'Viken', '3012 3013 3039 3040 3041 3042 3043 3044 3045 3046 3051 3052'),
    ('2020-01-01', '2021-12-31', 'III', 'Innlandet', '3401 3414 3415 3416 3417 3418 3419 3421 3422 3423 3424
         3425 3426 3427 3428 3429 3430 3431 3432 3433 3434 3435 3436 3437 3438 3439 3440 3441 3443 3447 3448
         3449 3450 3451 3452 3453 3454'),
    ('2020-01-01', '2021-12-31', 'III', 'Vestfold og Telemark', '3808 3814 3815 3816 3817 3818 3819 3820 3821
         3822 3823 3824 3825'),
    ('2020-01-01', '2021-12-31', 'III', 'Agder', '4201 4206 4207 4211 4212 4213 4217 4219 4220 4221 4222 4224
         4226 4227 4228'),
    ('2020-01-01', '2021-12-31', 'III', 'Vestland', '4602 4611 4615 4616 4617 4618 4619 4620 4621 4622 4623
         4628 4629 4633 4634 4635 4636 4637 4638 4639 4640 4641 4642 4643 4644 4645 4646 4647 4648 4649 4650
         4651'),
    ('2020-01-01', '2021-12-31', 'III', 'Trøndelag', '5006 5007 5055 5056 5057 5058 5060'),
    ('2020-01-01', '2021-12-31', 'III', 'Troms og Finnmark', '5401 5402 5403 5404 5405 5406 5411 5412 5413
         5414 5415 5416 5417 5418 5419 5420 5421 5422 5423 5424 5425 5426 5427 5428 5429 5430 5432 5433 5434
         5435 5436 5437 5438 5439 5440 5441 5442 5443 5444')
) as l (first_day, last_day, zone, county, numbers),
regexp_split_to_table(l.numbers, '\s+') as number;
-- All other municipalities lay outside the map of 2014.
insert into expected_zone
select number::tilskudd.kommunenr, l.first_day::date, l.last_day::date, l.zone
from (values
    ('2014-07-01', '2016-12-31', 'outside', 'Vestfold', '0706 0719 0720'),
    ('2014-07-01', '2017-12-31', 'outside', 'Vestfold', '0702 0709 0714 0722 0723 0728'),
    ('2014-07-01', '2017-12-31', 'outside', 'Sør-Trøndelag', '1601 1638 1653 1657 1662 1663'),
    ('2014-07-01', '2017-12-31', 'outside', 'Nord-Trøndelag', '1714 1719'),
    ('2014-07-01', '2019-12-31', 'outside', 'Østfold', '0101 0104 0105 0106 0111 0122 0123 0124 0125 0127
         0128 0135 0136 0137 0138'),
    ('2014-07-01', '2019-12-31', 'outside', 'Akershus', '0211 0213 0214 0215 0216 0217 0219 0220 0221 0226
         0227 0228 0229 0230 0231 0233 0234 0235 0236 0237 0238 0239'),
    ('2014-07-01', '2019-12-31', 'outside', 'Hedmark', '0403 0412 0415 0417 0427'),
    ('2014-07-01', '2019-12-31', 'outside', 'Oppland', '0501 0502 0528 0532 0533 0534'),
    ('2014-07-01', '2019-12-31', 'outside', 'Buskerud', '0602 0604 0605 0612 0623 0624 0625 0626 0627 0628
         0631'),
    ('2014-07-01', '2019-12-31', 'outside', 'Vestfold', '0701 0704 0711 0713 0716'),
    ('2014-07-01', '2019-12-31', 'outside', 'Telemark', '0805 0806 0811 0814'),
    ('2014-07-01', '2019-12-31', 'outside', 'Aust-Agder', '0904 0906 0919 0926 0928 0935'),
    ('2014-07-01', '2019-12-31', 'outside', 'Vest-Agder', '1001 1002 1014 1017 1018 1029 1032'),
    ('2014-07-01', '2019-12-31', 'outside', 'Rogaland', '1102 1129 1141 1142'),
    ('2014-07-01', '2019-12-31', 'outside', 'Hordaland', '1201 1216 1219 1221 1241 1243 1244 1245 1246 1247
         1253 1256 1259 1260 1263 1264'),
    ('2014-07-01', '2019-12-31', 'outside', 'Møre og Romsdal', '1502 1504 1523 1529 1548'),
    ('2014-07-01', '2021-12-31', 'outside', 'Oslo', '0301'),
    ('2014-07-01', '2021-12-31', 'outside', 'Rogaland', '1101 1103 1106 1114 1119 1120 1121 1122 1124 1127
         1130 1145 1146 1149 1160'),
    ('2014-07-01', '2021-12-31', 'outside', 'Møre og Romsdal', '1505 1515 1516 1517 1528 1531 1532 1547'),
    ('2017-01-01', '2019-12-31', 'outside', 'Vestfold', '0710'),
    ('2018-01-01', '2019-12-31', 'outside', 'Vestfold', '0712 0715 0729'),
    ('2018-01-01', '2019-12-31', 'outside', 'Trøndelag', '5024 5030'),
    ('2018-01-01', '2021-12-31', 'outside', 'Trøndelag', '5001 5028 5029 5031 5035 5037'),
    ('2020-01-01', '2021-12-31', 'outside', 'Rogaland', '1108'),
    ('2020-01-01', '2021-12-31', 'outside', 'Viken', '3001 3002 3003 3004 3005 3006 3007 3011 3014 3015 3016
         3017 3018 3019 3020 3021 3022 3023 3024 3025 3027 3028 3029 3030 3031 3032 3033 3034 3035 3036 3037
         3038 3047 3048 3049 3050 3053 3054'),
    ('2020-01-01', '2021-12-31', 'outside', 'Innlandet', '3403 3405 3407 3411 3412 3413 3420 3442 3446'),
    ('2020-01-01', '2021-12-31', 'outside', 'Vestfold og Telemark', '3801 3802 3803 3804 3805 3806 3807 3811
         3812 3813'),
    ('2020-01-01', '2021-12-31', 'outside', 'Agder', '4202 4203 4204 4214 4215 4216 4218 4223'),
    ('2020-01-01', '2021-12-31', 'outside', 'Vestland', '4601 4612 4613 4614 4624 4625 4626 4627 4630 4631
         4632')
) as l (first_day, last_day, zone, county, numbers),
regexp_split_to_table(l.numbers, '\s+') as number;
-- Map of 2022-2027 (ESA 276/21/COL), in the numbers of 2022.  The list itself
-- was not to be had: this is the area of 2014 and the eleven municipalities the
-- government named as added on 2 December 2021.
insert into expected_zone
select number::tilskudd.kommunenr, l.first_day::date, l.last_day::date, l.zone
from (values
    ('2022-01-01', '2023-12-31', 'c', 'Viken', '3012 3013 3026 3039 3040 3041 3042 3043 3044 3045 3046 3050
         3051 3052'),
    ('2022-01-01', '2023-12-31', 'c', 'Vestfold og Telemark', '3808 3813 3814 3815 3816 3817 3818 3819 3820
         3821 3822 3823 3824 3825'),
    ('2022-01-01', '2023-12-31', 'c', 'Troms og Finnmark', '5401 5402 5403 5404 5405 5406 5411 5412 5413 5414
         5415 5416 5417 5418 5419 5420 5421 5422 5423 5424 5425 5426 5427 5428 5429 5430 5432 5433 5434 5435
         5436 5437 5438 5439 5440 5441 5442 5443 5444'),
    ('2022-01-01', '2027-12-31', 'c', 'Rogaland', '1111 1112 1114 1133 1134 1135 1144 1151'),
    ('2022-01-01', '2027-12-31', 'c', 'Møre og Romsdal', '1511 1514 1517 1520 1525 1528 1535 1539 1547 1554
         1557 1560 1563 1566 1573 1576 1577 1578 1579'),
    ('2022-01-01', '2027-12-31', 'c', 'Nordland', '1804 1806 1811 1812 1813 1815 1816 1818 1820 1822 1824
         1825 1826 1827 1828 1832 1833 1834 1835 1836 1837 1838 1839 1840 1841 1845 1848 1851 1853 1856 1857
         1859 1860 1865 1866 1867 1868 1870 1871 1874 1875'),
    ('2022-01-01', '2027-12-31', 'c', 'Innlandet', '3401 3414 3415 3416 3417 3418 3419 3421 3422 3423 3424
         3425 3426 3427 3428 3429 3430 3431 3432 3433 3434 3435 3436 3437 3438 3439 3440 3441 3443 3447 3448
         3449 3450 3451 3452 3453 3454'),
    ('2022-01-01', '2027-12-31', 'c', 'Agder', '4201 4206 4207 4211 4212 4213 4217 4218 4219 4220 4221 4222
         4224 4226 4227 4228'),
    ('2022-01-01', '2027-12-31', 'c', 'Vestland', '4602 4611 4613 4615 4616 4617 4618 4619 4620 4621 4622
         4623 4628 4629 4632 4633 4634 4635 4636 4637 4638 4639 4640 4641 4642 4643 4644 4645 4646 4647 4648
         4649 4650 4651'),
    ('2022-01-01', '2027-12-31', 'c', 'Trøndelag', '5006 5007 5014 5020 5021 5022 5025 5026 5027 5032 5033
         5034 5036 5038 5041 5042 5043 5044 5045 5046 5047 5049 5052 5053 5054 5055 5056 5057 5058 5060 5061')
) as l (first_day, last_day, zone, county, numbers),
regexp_split_to_table(l.numbers, '\s+') as number;
-- The same area under the numbers of 2024.  1580 Haram is former 1534.
insert into expected_zone
select number::tilskudd.kommunenr, l.first_day::date, l.last_day::date, l.zone
from (values
    ('2024-01-01', '2027-12-31', 'c', 'Møre og Romsdal', '1580'),
    ('2024-01-01', '2027-12-31', 'c', 'Østfold', '3122 3124'),
    ('2024-01-01', '2027-12-31', 'c', 'Akershus', '3226'),
    ('2024-01-01', '2027-12-31', 'c', 'Buskerud', '3318 3320 3322 3324 3326 3328 3330 3332 3334 3336 3338'),
    ('2024-01-01', '2027-12-31', 'c', 'Telemark', '4005 4012 4014 4016 4018 4020 4022 4024 4026 4028 4030
         4032 4034 4036'),
    ('2024-01-01', '2027-12-31', 'c', 'Troms', '5501 5503 5510 5512 5514 5516 5518 5520 5522 5524 5526 5528
         5530 5532 5534 5536 5538 5540 5542 5544 5546'),
    ('2024-01-01', '2027-12-31', 'c', 'Finnmark', '5601 5603 5605 5607 5610 5612 5614 5616 5618 5620 5622 5624
         5626 5628 5630 5632 5634 5636')
) as l (first_day, last_day, zone, county, numbers),
regexp_split_to_table(l.numbers, '\s+') as number;
-- All other municipalities lie outside the map of 2022.
insert into expected_zone
select number::tilskudd.kommunenr, l.first_day::date, l.last_day::date, l.zone
from (values
    ('2022-01-01', '2023-12-31', 'outside', 'Viken', '3001 3002 3003 3004 3005 3006 3007 3011 3014 3015 3016
         3017 3018 3019 3020 3021 3022 3023 3024 3025 3027 3028 3029 3030 3031 3032 3033 3034 3035 3036 3037
         3038 3047 3048 3049 3053 3054'),
    ('2022-01-01', '2023-12-31', 'outside', 'Vestfold og Telemark', '3801 3802 3803 3804 3805 3806 3807 3811
         3812'),
    ('2022-01-01', '2027-12-31', 'outside', 'Oslo', '0301'),
    ('2022-01-01', '2027-12-31', 'outside', 'Rogaland', '1101 1103 1106 1108 1119 1120 1121 1122 1124 1127
         1130 1145 1146 1149 1160'),
    ('2022-01-01', '2027-12-31', 'outside', 'Møre og Romsdal', '1505 1515 1516 1531 1532'),
    ('2022-01-01', '2027-12-31', 'outside', 'Innlandet', '3403 3405 3407 3411 3412 3413 3420 3442 3446'),
    ('2022-01-01', '2027-12-31', 'outside', 'Agder', '4202 4203 4204 4214 4215 4216 4223'),
    ('2022-01-01', '2027-12-31', 'outside', 'Vestland', '4601 4612 4614 4624 4625 4626 4627 4630 4631'),
    ('2022-01-01', '2027-12-31', 'outside', 'Trøndelag', '5001 5028 5029 5031 5035 5037'),
    ('2024-01-01', '2027-12-31', 'outside', 'Østfold', '3101 3103 3105 3107 3110 3112 3114 3116 3118 3120'),
    ('2024-01-01', '2027-12-31', 'outside', 'Akershus', '3201 3203 3205 3207 3209 3212 3214 3216 3218 3220
         3222 3224 3228 3230 3232 3234 3236 3238 3240 3242'),
    ('2024-01-01', '2027-12-31', 'outside', 'Buskerud', '3301 3303 3305 3310 3312 3314 3316'),
    ('2024-01-01', '2027-12-31', 'outside', 'Vestfold', '3901 3903 3905 3907 3909 3911'),
    ('2024-01-01', '2027-12-31', 'outside', 'Telemark', '4001 4003 4010')
) as l (first_day, last_day, zone, county, numbers),
regexp_split_to_table(l.numbers, '\s+') as number;
-- No municipality answers otherwise than listed on its first, its middle and
-- its last day.
select e.kommunenr, d.day, e.zone as expected, tilskudd.zone(e.kommunenr, d.day) as found
from expected_zone as e
cross join lateral (values (e.first_day),
                           (e.first_day + (e.last_day - e.first_day) / 2),
                           (e.last_day)) as d (day)
where tilskudd.zone(e.kommunenr, d.day)::text is distinct from e.zone
order by e.kommunenr::text collate "C", d.day;
-- The lists are as long as the law says: 303 municipalities in the map of
-- 2003, 431 in 2007 (I 124, II 20, III 129, IV 158), 281 in III in 2014.
select d.day, coalesce(e.zone, 'all') as zone, count(*) as listed,
       count(*) filter (where tilskudd.zone(e.kommunenr, d.day)::text = e.zone) as agree
from (values (date '2003-05-09'), (date '2004-01-01'), (date '2006-12-31'),
             (date '2007-01-01'), (date '2008-01-01'), (date '2012-01-01'),
             (date '2013-01-01'), (date '2014-06-30'), (date '2014-07-01'),
             (date '2017-01-01'), (date '2018-01-01'), (date '2019-01-01'),
             (date '2020-01-01'), (date '2021-12-31'), (date '2022-01-01'),
             (date '2023-12-31'), (date '2024-01-01'), (date '2027-12-31')) as d (day)
join expected_zone as e on d.day between e.first_day and e.last_day
group by grouping sets ((d.day, e.zone), (d.day))
order by d.day, grouping(e.zone), e.zone collate "C";
--
-- 2. Municipalities split between zones
--
-- After a merger the parts keep the zones of the former municipalities (for
-- 2014-2021: OJ C 436, 17.12.2020, p. 5).  One line for each zone of a split
-- municipality, with its former municipalities.
create temp table expected_part (
    kommunenr tilskudd.kommunenr,
    first_day date,
    last_day date,
    former tilskudd.kommunenr,
    zone text
);
insert into expected_part
select l.kommunenr::tilskudd.kommunenr, l.first_day::date, l.last_day::date,
       former::tilskudd.kommunenr, l.zone
from (values
    ('2012-01-01', '2014-06-30', '1756', 'III', '1729'),
    ('2012-01-01', '2014-06-30', '1756', 'IV', '1723'),
    ('2020-01-01', '2021-12-31', '1506', 'outside', '1502'),
    ('2020-01-01', '2021-12-31', '1506', 'III', '1543 1545'),
    ('2020-01-01', '2021-12-31', '1507', 'outside', '1504 1523 1529'),
    ('2020-01-01', '2021-12-31', '1507', 'III', '1534 1546'),
    ('2020-01-01', '2021-12-31', '1579', 'outside', '1548'),
    ('2020-01-01', '2021-12-31', '1579', 'III', '1551'),
    ('2020-01-01', '2021-12-31', '3026', 'III', '0121'),
    ('2020-01-01', '2021-12-31', '3026', 'outside', '0221'),
    ('2020-01-01', '2021-12-31', '4205', 'outside', '1002 1029'),
    ('2020-01-01', '2021-12-31', '4205', 'III', '1021'),
    ('2020-01-01', '2021-12-31', '4225', 'III', '1027'),
    ('2020-01-01', '2021-12-31', '4225', 'outside', '1032'),
    ('2020-01-01', '2021-12-31', '5059', 'III', '1613 1622 1636'),
    ('2020-01-01', '2021-12-31', '5059', 'outside', '1638'),
    ('2022-01-01', '2027-12-31', '1506', 'outside', '1502'),
    ('2022-01-01', '2027-12-31', '1506', 'c', '1543 1545'),
    ('2022-01-01', '2023-12-31', '1507', 'outside', '1504 1523 1529'),
    ('2022-01-01', '2023-12-31', '1507', 'c', '1534 1546'),
    ('2024-01-01', '2027-12-31', '1508', 'outside', '1504 1523 1529'),
    ('2024-01-01', '2027-12-31', '1508', 'c', '1546'),
    ('2022-01-01', '2027-12-31', '4205', 'outside', '1002 1029'),
    ('2022-01-01', '2027-12-31', '4205', 'c', '1021'),
    ('2022-01-01', '2027-12-31', '4225', 'c', '1027'),
    ('2022-01-01', '2027-12-31', '4225', 'outside', '1032'),
    ('2022-01-01', '2027-12-31', '5059', 'c', '1613 1622 1636'),
    ('2022-01-01', '2027-12-31', '5059', 'outside', '1638')
) as l (first_day, last_day, kommunenr, zone, formers),
regexp_split_to_table(l.formers, '\s+') as former;
create temp view split_day as
select distinct e.kommunenr::text as kommunenr, d.day
from expected_part as e
cross join lateral (values (e.first_day), (e.last_day)) as d (day);
-- The whole municipality has no zone.
select s.kommunenr, s.day, tilskudd.zone(s.kommunenr::tilskudd.kommunenr, s.day) as found
from split_day as s
where tilskudd.zone(s.kommunenr::tilskudd.kommunenr, s.day) is not null
order by s.kommunenr collate "C", s.day;
-- Its parts are the listed ones and no others.
with listed as (
    select s.kommunenr, s.day, e.former::text as former, e.zone
    from split_day as s
    join expected_part as e on e.kommunenr::text = s.kommunenr and s.day between e.first_day and e.last_day
), found as (
    select s.kommunenr, s.day, p.former::text as former, p.zone::text as zone
    from split_day as s
    cross join lateral tilskudd.zone_parts(s.kommunenr::tilskudd.kommunenr, s.day) as p (former, zone)
)
select 'missing' as part, l.*
from (select * from listed except all select * from found) as l
union all
select 'too many' as part, f.*
from (select * from found except all select * from listed) as f
order by 2, 3, 4, 1;
select count(distinct (kommunenr::text, first_day)) as spans, count(*) as parts
from expected_part;
-- The two lists name every municipality in force on the first and the last day
-- of every year since 2007 and at the change of maps in 2014, and no other.
with d as (
    select make_date(y, 1, 1) as day from generate_series(2007, 2027) as y
    union all
    select make_date(y, 12, 31) from generate_series(2007, 2027) as y
    union all
    values (date '2014-06-30'), (date '2014-07-01')
), listed as (
    select d.day, e.kommunenr::text as kommunenr
    from d join expected_zone as e on d.day between e.first_day and e.last_day
    union
    select d.day, e.kommunenr::text
    from d join expected_part as e on d.day between e.first_day and e.last_day
), law as (
    select distinct d.day, m.kommunenr::text as kommunenr
    from d join tilskudd.law_municipality as m
        on d.day >= m.valid_from and (m.valid_to is null or d.day <= m.valid_to)
)
select day, kommunenr, listed.day is not null as listed, law.day is not null as in_law
from listed full join law using (day, kommunenr)
where listed.day is null or law.day is null
order by day, kommunenr collate "C";
--
-- 3. The map of 2007 once more, by name
--
-- VEDLEGG3: Vedlegg 3 of the ministry's guidelines as it is printed there, only the line
-- breaks taken out; Oslo stands for the line "Oslo er i sone".  It names the
-- municipalities of 2007: Kristiansund and Frei stand apart.
create temp table annex (county text, zone text, name text, number text);
-- What the name resolves to, or why it does not.
create function pg_temp.number_of(name text, day date, county text) returns text
language plpgsql as $$
begin
    return tilskudd.kommunenr(name, day, county)::text;
exception when others then
    return sqlerrm;
end
$$;
insert into annex
select l.county, l.zone, name, pg_temp.number_of(name, '2007-06-01', l.county)
from (values
    ('Aust-Agder', 'I', 'Lillesand, Arendal, Grimstad'),
    ('Aust-Agder', 'II', 'Iveland, Birkenes, Froland'),
    ('Aust-Agder', 'III', 'Bykle, Valle, Bygland, Evje og Hornnes, Vegårshei, Gjerstad, Risør'),
    ('Aust-Agder', 'IV', 'Åmli'),
    ('Buskerud', 'I', 'Hurum, Røyken, Lier, Nedre Eiker, Øvre Eiker, Modum, Hole, Ringerike, Kongsberg,
         Drammen'),
    ('Buskerud', 'III', 'Rollag, Flesberg, Krødsherad, Sigdal, Hol, Ål, Hemsedal, Gol, Nes, Flå'),
    ('Buskerud', 'IV', 'Nore og Uvdal'),
    ('Hedmark', 'I', 'Elverum, Sør-Odal, Stange, Løten, Ringsaker, Hamar'),
    ('Hedmark', 'II', 'Nord-Odal'),
    ('Hedmark', 'III', 'Våler, Åsnes, Grue, Eidskog, Kongsvinger'),
    ('Hedmark', 'IV', 'Os, Folldal, Alvdal, Tynset, Tolga, Engerdal, Rendalen, Stor-Elvdal, Åmot, Trysil'),
    ('Hordaland', 'I', 'Lindås, Øygarden, Meland, Osterøy, Askøy, Fjell, Sund, Os, Stord, Bergen'),
    ('Hordaland', 'II', 'Austrheim, Radøy, Fusa, Bømlo, Sveio'),
    ('Hordaland', 'III', 'Masfjorden, Fedje, Modalen, Vaksdal, Austevoll, Samnanger, Kvam, Voss, Granvin,
         Kvinnherad, Tysnes, Fitjar, Etne'),
    ('Hordaland', 'IV', 'Ulvik, Eidfjord, Ullensvang, Odda, Jondal'),
    ('Møre og Romsdal', 'I', 'Giske, Sula, Skodje, Ørskog, Ålesund, Molde'),
    ('Møre og Romsdal', 'II', 'Fræna, Sykkylven, Hareid, Ulstein'),
    ('Møre og Romsdal', 'III', 'Sunndal, Tingvoll, Frei, Gjemnes, Averøy, Eide, Aukra, Sandøy, Midsund,
         Nesset, Rauma, Vestnes, Haram, Stordal, Stranda, Norddal, Ørsta, Volda, Herøy, Sande, Vanylven,
         Kristiansund'),
    ('Møre og Romsdal', 'IV', 'Aure, Smøla, Halsa, Rindal, Surnadal'),
    ('Nordland', 'III', 'Bodø'),
    ('Nord-Trøndelag', 'I', 'Stjørdal'),
    ('Nord-Trøndelag', 'II', 'Levanger'),
    ('Nord-Trøndelag', 'III', 'Inderøy, Verdal, Leksvik, Frosta, Steinkjer'),
    ('Nord-Trøndelag', 'IV', 'Leka, Nærøy, Vikna, Flatanger, Fosnes, Overhalla, Høylandet, Grong, Namsskogan,
         Røyrvik, Lierne, Snåsa, Namdalseid, Verran, Mosvik, Meråker, Namsos'),
    ('Oppland', 'I', 'Gran, Lunner, Jevnaker, Vestre Toten, Østre Toten, Gjøvik, Lillehammer'),
    ('Oppland', 'II', 'Øyer'),
    ('Oppland', 'III', 'Vang, Øystre Slidre, Vestre Slidre, Nord-Aurdal, Etnedal, Sør-Aurdal, Nordre Land,
         Søndre Land, Gausdal'),
    ('Oppland', 'IV', 'Ringebu, Sør-Fron, Sel, Nord-Fron, Vågå, Lom, Skjåk, Lesja, Dovre'),
    ('Oslo', 'I', 'Oslo'),
    ('Rogaland', 'I', 'Karmøy, Tysvær, Rennesøy, Strand, Randaberg, Sola, Gjesdal, Time, Klepp, Hå,
         Bjerkreim, Haugesund, Stavanger, Sandnes, Eigersund'),
    ('Rogaland', 'II', 'Bokn, Forsand'),
    ('Rogaland', 'III', 'Vindafjord, Kvitsøy, Finnøy, Suldal, Hjelmeland, Lund, Sokndal'),
    ('Rogaland', 'IV', 'Utsira, Sauda'),
    ('Sør-Trøndelag', 'I', 'Malvik, Klæbu, Skaun, Melhus, Trondheim'),
    ('Sør-Trøndelag', 'II', 'Orkdal'),
    ('Sør-Trøndelag', 'III', 'Selbu, Midtre Gauldal, Rissa, Ørland'),
    ('Sør-Trøndelag', 'IV', 'Tydal, Holtålen, Røros, Meldal, Rennebu, Oppdal, Osen, Roan, Åfjord, Bjugn,
         Agdenes, Frøya, Hitra, Snillfjord, Hemne'),
    ('Telemark', 'I', 'Bamble, Siljan, Skien, Porsgrunn'),
    ('Telemark', 'III', 'Hjartdal, Sauherad, Bø, Nome, Drangedal, Kragerø, Notodden'),
    ('Telemark', 'IV', 'Vinje, Tokke, Fyresdal, Nissedal, Kviteseid, Seljord, Tinn'),
    ('Troms', 'III', 'Tromsø'),
    ('Vest-Agder', 'I', 'Søgne, Songdalen, Vennesla, Mandal, Kristiansand'),
    ('Vest-Agder', 'II', 'Lyngdal, Lindesnes'),
    ('Vest-Agder', 'III', 'Sirdal, Kvinesdal, Hægebostad, Audnedal, Åseral, Marnardal, Flekkefjord, Farsund'),
    ('Østfold', 'I', 'Halden, Moss, Sarpsborg, Fredrikstad, Hvaler, Trøgstad, Spydeberg, Askim, Eidsberg,
         Skiptvet, Rakkestad, Råde, Rygge, Våler, Hobøl'),
    ('Østfold', 'III', 'Aremark, Marker, Rømskog')
) as l (county, zone, names),
regexp_split_to_table(l.names, ',\s+') as name;
-- "Alle kommunane" and "Alle kommunane unntatt ...": every municipality whose
-- number has the county's number in front.
insert into annex
select distinct l.county, l.zone, l.name, m.kommunenr::text
from (values
    ('Akershus', '02', 'I', 'Alle kommunane', null),
    ('Finnmark', '20', 'IV', 'Alle kommunane', null),
    ('Nordland', '18', 'IV', 'Alle kommunane unntatt Bodø', '1804'),
    ('Sogn og Fjordane', '14', 'III', 'Alle kommunane', null),
    ('Troms', '19', 'IV', 'Alle kommunane unntatt Tromsø', '1902'),
    ('Vestfold', '07', 'I', 'Alle kommunane', null)
) as l (county, county_number, zone, name, exception)
join tilskudd.law_municipality as m
    on left(m.kommunenr::text, 2) = l.county_number
    and m.kommunenr::text is distinct from l.exception
    and date '2007-06-01' >= m.valid_from
    and (m.valid_to is null or date '2007-06-01' <= m.valid_to);
select county, name, number, zone as expected, found
from annex
cross join lateral (select case when number ~ '^[0-9]{4}$'
        then tilskudd.zone(number::tilskudd.kommunenr, '2007-06-01')::text end) as z (found)
where found is distinct from zone
order by number collate "C", name collate "C";
-- How many were named, and how many came under "Alle kommunane".
select count(*) filter (where name not like 'Alle %') as by_name,
       count(*) filter (where name like 'Alle %') as by_county,
       count(distinct number) as municipalities
from annex;
select l.county, count(a.number)
from (values ('02', 'Akershus'), ('07', 'Vestfold'), ('14', 'Sogn og Fjordane'),
             ('18', 'Nordland'), ('19', 'Troms'), ('20', 'Finnmark')) as l (county_number, county)
left join annex as a on a.county = l.county and a.name like 'Alle %'
group by l.county_number, l.county
order by l.county_number;
-- The one municipality the annex leaves out, III by inference: FOR-2006-12-15-1455
-- § 3 a names it, and it was in area D before.
select e.kommunenr::text, e.zone as expected, tilskudd.zone(e.kommunenr, '2007-06-01')::text as found
from expected_zone as e
where date '2007-06-01' between e.first_day and e.last_day
and e.kommunenr::text not in (select number from annex)
order by 1;
--
-- 4. Transport aid
--
-- V14-1: the ministry's guidelines, Vedlegg 1 chapter 14, in force 2008-01-01 to
-- 2014-06-30.  1756 Inderøy (2012) is made of 1723 and 1729, 1903 Harstad
-- (2013) of 1901 and 1915, all four in zone 1.  "Gauldal", the last name of
-- the Sør-Trøndelag line, is no municipality and is left out.
create temp table expected_transport (
    kommunenr tilskudd.kommunenr,
    first_day date,
    last_day date,
    zone smallint
);
insert into expected_transport
select number::tilskudd.kommunenr, l.first_day::date, l.last_day::date, l.zone::smallint
from (values
    ('2008-01-01', '2011-12-31', '1', 'Nord-Trøndelag', '1723 1729'),
    ('2008-01-01', '2012-12-31', '1', 'Troms', '1901 1915'),
    ('2008-01-01', '2014-06-30', '1', 'Nord-Trøndelag', '1702 1703 1711 1717 1718 1721 1724 1725 1736 1738
         1739 1740 1742 1743 1744 1748 1749 1750 1751 1755'),
    ('2008-01-01', '2014-06-30', '1', 'Nordland', '1804 1805 1811 1812 1813 1815 1816 1818 1820 1822 1824
         1825 1826 1827 1828 1832 1833 1834 1835 1836 1837 1838 1839 1840 1841 1845 1848 1849 1850 1851 1852
         1853 1854 1856 1857 1859 1860 1865 1866 1867 1868 1870 1871 1874'),
    ('2008-01-01', '2014-06-30', '1', 'Troms', '1902 1911 1913 1917 1919 1920 1922 1923 1924 1925 1926 1927
         1928 1929 1931 1933 1936 1938 1939 1940 1941 1942 1943'),
    ('2008-01-01', '2014-06-30', '1', 'Finnmark', '2002 2003 2004 2011 2012 2014 2015 2017 2018 2019 2020
         2021 2022 2023 2024 2025 2027 2028 2030'),
    ('2008-01-01', '2014-06-30', '2', 'Buskerud', '0618 0619 0620'),
    ('2008-01-01', '2014-06-30', '2', 'Hordaland', '1211 1222 1223 1224 1227 1228 1231 1232 1233 1234 1235
         1238 1242 1244 1251 1252 1265 1266'),
    ('2008-01-01', '2014-06-30', '2', 'Sogn og Fjordane', '1401 1411 1412 1413 1416 1417 1418 1419 1420 1421
         1422 1424 1426 1428 1429 1430 1431 1432 1433 1438 1439 1441 1443 1444 1445 1449'),
    ('2008-01-01', '2014-06-30', '2', 'Sør-Trøndelag', '1620 1621 1622 1624 1627 1636 1648'),
    ('2012-01-01', '2014-06-30', '1', 'Nord-Trøndelag', '1756'),
    ('2013-01-01', '2014-06-30', '1', 'Troms', '1903')
) as l (first_day, last_day, zone, county, numbers),
regexp_split_to_table(l.numbers, '\s+') as number;
-- Every municipality that is not on the list has no transport zone.
insert into expected_transport
select e.kommunenr, greatest(e.first_day, date '2008-01-01'), e.last_day, null
from expected_zone as e
where e.first_day <= '2014-06-30' and e.last_day between '2008-01-01' and '2014-06-30'
and e.kommunenr::text not in (select kommunenr::text from expected_transport);
-- Nor has anyone before and after.
insert into expected_transport
select e.kommunenr, d.day, d.day, null
from (values (date '2007-12-31'), (date '2014-07-01')) as d (day)
join expected_zone as e on d.day between e.first_day and e.last_day;
select e.kommunenr, d.day, e.zone as expected, tilskudd.transport_zone(e.kommunenr, d.day) as found
from expected_transport as e
cross join lateral (values (e.first_day),
                           (e.first_day + (e.last_day - e.first_day) / 2),
                           (e.last_day)) as d (day)
where tilskudd.transport_zone(e.kommunenr, d.day) is distinct from e.zone
order by e.kommunenr::text collate "C", d.day;
select d.day, coalesce(e.zone::text, 'none') as zone, count(*) as listed,
       count(*) filter (where tilskudd.transport_zone(e.kommunenr, d.day) is not distinct from e.zone) as agree
from (values (date '2007-12-31'), (date '2008-01-01'), (date '2008-06-01'), (date '2012-01-01'),
             (date '2013-01-01'), (date '2014-06-30'), (date '2014-07-01')) as d (day)
join expected_transport as e on d.day between e.first_day and e.last_day
group by d.day, e.zone
order by d.day, e.zone;
-- The same chapter by name, where it names municipalities and not whole
-- counties.  It prints "Midtre- Gauldal" and "Ørland,Rissa".
select l.county, name, l.zone as expected, number, found
from (values
    ('Nord-Trøndelag', 1, 'Leka, Nærøy, Vikna, Flatanger, Fosnes, Overhalla, Høylandet, Grong, Namsos, Namsskogan,
         Røyrvik, Lierne, Snåsa, Inderøy, Namdalseid, Verran, Mosvik, Verdal, Leksvik, Meråker, Frosta, Steinkjer'),
    ('Sør-Trøndelag', 2, 'Frøya, Midtre Gauldal, Agdenes, Bjugn, Ørland, Rissa, Meldal'),
    ('Hordaland', 2, 'Masfjorden, Fedje, Modalen, Vaksdal, Austevoll, Samnanger, Kvam, Voss, Granvin, Kvinnherad,
         Tysnes, Fitjar, Etne, Ulvik, Eidfjord, Ullensvang, Odda, Jondal'),
    ('Buskerud', 2, 'Hemsedal, Ål, Hol')
) as l (county, zone, names)
cross join lateral regexp_split_to_table(l.names, ',\s+') as name
cross join lateral pg_temp.number_of(name, '2008-06-01', l.county) as number
cross join lateral (select case when number ~ '^[0-9]{4}$'
        then tilskudd.transport_zone(number::tilskudd.kommunenr, '2008-06-01') end) as z (found)
where found is distinct from l.zone
order by l.county collate "C", name collate "C";
--
-- 5. Payroll tax zones
--
-- In all lists "split" stands for a municipality whose parts are in different
-- zones: it has none itself.
create temp table expected_payroll (
    kommunenr tilskudd.kommunenr,
    first_day date,
    last_day date,
    zone text
);
-- FOR-2006-11-28-1337 § 1, all municipalities; the zones stood until the change
-- of 2014-07-01.  1505 (2008) and 1903 (2013) are of one zone, 1756 (2012) is
-- made of 1729 (I) and 1723 (II).
insert into expected_payroll
select number::tilskudd.kommunenr, l.first_day::date, l.last_day::date, nullif(l.zone, 'split')
from (values
    ('2007-01-01', '2007-12-31', 'I', 'Møre og Romsdal', '1503 1556'),
    ('2007-01-01', '2011-12-31', 'I', 'Nord-Trøndelag', '1729'),
    ('2007-01-01', '2011-12-31', 'II', 'Nord-Trøndelag', '1723'),
    ('2007-01-01', '2012-12-31', 'IV', 'Troms', '1901 1915'),
    ('2007-01-01', '2014-06-30', 'I', 'Østfold', '0101 0104 0105 0106 0111 0118 0119 0121 0122 0123 0124 0125
         0127 0128 0135 0136 0137 0138'),
    ('2007-01-01', '2014-06-30', 'I', 'Akershus', '0211 0213 0214 0215 0216 0217 0219 0220 0221 0226 0227
         0228 0229 0230 0231 0233 0234 0235 0236 0237 0238 0239'),
    ('2007-01-01', '2014-06-30', 'I', 'Oslo', '0301'),
    ('2007-01-01', '2014-06-30', 'I', 'Hedmark', '0402 0403 0412 0415 0417 0419 0427'),
    ('2007-01-01', '2014-06-30', 'I', 'Oppland', '0501 0502 0521 0528 0529 0532 0533 0534'),
    ('2007-01-01', '2014-06-30', 'I', 'Buskerud', '0602 0604 0605 0612 0622 0623 0624 0625 0626 0627 0628
         0631'),
    ('2007-01-01', '2014-06-30', 'I', 'Vestfold', '0701 0702 0704 0706 0709 0711 0713 0714 0716 0719 0720
         0722 0723 0728'),
    ('2007-01-01', '2014-06-30', 'I', 'Telemark', '0805 0806 0807 0811 0814 0815 0821 0822'),
    ('2007-01-01', '2014-06-30', 'I', 'Aust-Agder', '0901 0904 0906 0914 0919 0926 0928'),
    ('2007-01-01', '2014-06-30', 'I', 'Vest-Agder', '1001 1002 1003 1004 1014 1017 1018 1021 1029 1032 1037'),
    ('2007-01-01', '2014-06-30', 'I', 'Rogaland', '1101 1102 1103 1106 1111 1112 1114 1119 1120 1121 1122
         1124 1127 1129 1130 1142 1145 1146 1149'),
    ('2007-01-01', '2014-06-30', 'I', 'Hordaland', '1201 1216 1221 1222 1235 1241 1242 1243 1244 1245 1246
         1247 1251 1253 1256 1259 1260 1263 1264'),
    ('2007-01-01', '2014-06-30', 'I', 'Møre og Romsdal', '1502 1504 1516 1517 1519 1520 1523 1528 1529 1531
         1532 1535 1548 1554'),
    ('2007-01-01', '2014-06-30', 'I', 'Sør-Trøndelag', '1601 1638 1653 1657 1662 1663'),
    ('2007-01-01', '2014-06-30', 'I', 'Nord-Trøndelag', '1702 1714 1719 1721'),
    ('2007-01-01', '2014-06-30', 'Ia', 'Hedmark', '0418 0420 0423 0425 0426 0429'),
    ('2007-01-01', '2014-06-30', 'Ia', 'Oppland', '0522 0536 0538'),
    ('2007-01-01', '2014-06-30', 'Ia', 'Buskerud', '0621 0632'),
    ('2007-01-01', '2014-06-30', 'Ia', 'Telemark', '0817 0819 0827'),
    ('2007-01-01', '2014-06-30', 'Ia', 'Aust-Agder', '0911 0912 0929 0935'),
    ('2007-01-01', '2014-06-30', 'Ia', 'Vest-Agder', '1026 1027 1034 1046'),
    ('2007-01-01', '2014-06-30', 'Ia', 'Rogaland', '1135 1141 1160'),
    ('2007-01-01', '2014-06-30', 'Ia', 'Hordaland', '1211 1219 1223 1224 1227 1238 1252'),
    ('2007-01-01', '2014-06-30', 'Ia', 'Sogn og Fjordane', '1401 1420 1432'),
    ('2007-01-01', '2014-06-30', 'Ia', 'Møre og Romsdal', '1511 1514 1515 1526 1534 1543 1545 1547 1551 1557'),
    ('2007-01-01', '2014-06-30', 'Ia', 'Sør-Trøndelag', '1621 1622 1624 1627 1636 1648 1664'),
    ('2007-01-01', '2014-06-30', 'Ia', 'Nord-Trøndelag', '1717 1718'),
    ('2007-01-01', '2014-06-30', 'II', 'Hedmark', '0428'),
    ('2007-01-01', '2014-06-30', 'II', 'Oppland', '0516 0519 0520'),
    ('2007-01-01', '2014-06-30', 'II', 'Buskerud', '0615 0616 0617 0618 0619 0620 0633'),
    ('2007-01-01', '2014-06-30', 'II', 'Telemark', '0826 0828 0829 0830 0831 0833 0834'),
    ('2007-01-01', '2014-06-30', 'II', 'Aust-Agder', '0937 0938 0940 0941'),
    ('2007-01-01', '2014-06-30', 'II', 'Rogaland', '1133 1134 1144 1151'),
    ('2007-01-01', '2014-06-30', 'II', 'Hordaland', '1228 1231 1232 1233 1234 1265 1266'),
    ('2007-01-01', '2014-06-30', 'II', 'Sogn og Fjordane', '1411 1412 1413 1416 1417 1418 1419 1421 1422 1424
         1426 1428 1429 1430 1431 1433 1438 1439 1441 1443 1444 1445 1449'),
    ('2007-01-01', '2014-06-30', 'II', 'Møre og Romsdal', '1524 1525 1539 1546 1560 1563'),
    ('2007-01-01', '2014-06-30', 'II', 'Nord-Trøndelag', '1711 1724'),
    ('2007-01-01', '2014-06-30', 'III', 'Hedmark', '0430 0432 0434 0436 0437 0438 0439 0441'),
    ('2007-01-01', '2014-06-30', 'III', 'Oppland', '0511 0512 0513 0514 0515 0517 0540 0541 0542 0543 0544
         0545'),
    ('2007-01-01', '2014-06-30', 'III', 'Møre og Romsdal', '1566 1567 1571 1576'),
    ('2007-01-01', '2014-06-30', 'III', 'Sør-Trøndelag', '1612 1613 1634 1635 1640 1644 1665'),
    ('2007-01-01', '2014-06-30', 'III', 'Nord-Trøndelag', '1736'),
    ('2007-01-01', '2014-06-30', 'IV', 'Møre og Romsdal', '1573'),
    ('2007-01-01', '2014-06-30', 'IV', 'Sør-Trøndelag', '1617 1620 1630 1632 1633'),
    ('2007-01-01', '2014-06-30', 'IV', 'Nord-Trøndelag', '1703 1725 1738 1739 1740 1742 1743 1744 1748 1749
         1750 1751 1755'),
    ('2007-01-01', '2014-06-30', 'IV', 'Nordland', '1805 1811 1812 1813 1815 1816 1818 1820 1822 1824 1825
         1826 1827 1828 1832 1833 1834 1835 1836 1837 1838 1839 1840 1841 1845 1848 1849 1850 1851 1852 1853
         1854 1856 1857 1859 1860 1865 1866 1867 1868 1870 1871 1874'),
    ('2007-01-01', '2014-06-30', 'IV', 'Troms', '1911 1913 1917 1919 1920 1922 1923 1924 1925 1926 1927 1928
         1929 1931 1933'),
    ('2007-01-01', '2014-06-30', 'IVa', 'Nordland', '1804'),
    ('2007-01-01', '2014-06-30', 'IVa', 'Troms', '1902'),
    ('2007-01-01', '2014-06-30', 'V', 'Troms', '1936 1938 1939 1940 1941 1942 1943'),
    ('2007-01-01', '2014-06-30', 'V', 'Finnmark', '2002 2003 2004 2011 2012 2014 2015 2017 2018 2019 2020
         2021 2022 2023 2024 2025 2027 2028 2030'),
    ('2008-01-01', '2014-06-30', 'I', 'Møre og Romsdal', '1505'),
    ('2012-01-01', '2014-06-30', 'split', 'Nord-Trøndelag', '1756'),
    ('2013-01-01', '2014-06-30', 'IV', 'Troms', '1903')
) as l (first_day, last_day, zone, county, numbers),
regexp_split_to_table(l.numbers, '\s+') as number;
-- From 2014-07-01, and in the numbers of 2017, 2018 and 2019: the list of 2007
-- with the 31 municipalities that are in another zone in FOR-2020-12-15-2879.
-- The decision of June 2014 itself was not to be had.
insert into expected_payroll
select number::tilskudd.kommunenr, l.first_day::date, l.last_day::date, nullif(l.zone, 'split')
from (values
    ('2014-07-01', '2016-12-31', 'I', 'Vestfold', '0706 0719 0720'),
    ('2014-07-01', '2017-12-31', 'I', 'Vestfold', '0702 0709 0714 0722 0723 0728'),
    ('2014-07-01', '2017-12-31', 'I', 'Sør-Trøndelag', '1601 1638 1653 1657 1662 1663'),
    ('2014-07-01', '2017-12-31', 'I', 'Nord-Trøndelag', '1702 1714 1719 1721'),
    ('2014-07-01', '2017-12-31', 'Ia', 'Sør-Trøndelag', '1624 1648 1664'),
    ('2014-07-01', '2017-12-31', 'Ia', 'Nord-Trøndelag', '1717 1718'),
    ('2014-07-01', '2017-12-31', 'II', 'Sør-Trøndelag', '1621 1622'),
    ('2014-07-01', '2017-12-31', 'II', 'Nord-Trøndelag', '1711 1724 1756'),
    ('2014-07-01', '2017-12-31', 'III', 'Sør-Trøndelag', '1612 1613 1627 1634 1635 1636 1640 1644 1665'),
    ('2014-07-01', '2017-12-31', 'III', 'Nord-Trøndelag', '1736'),
    ('2014-07-01', '2017-12-31', 'IV', 'Sør-Trøndelag', '1617 1620 1630 1632 1633'),
    ('2014-07-01', '2017-12-31', 'IV', 'Nord-Trøndelag', '1703 1725 1738 1739 1740 1742 1743 1744 1748 1749
         1750 1751 1755'),
    ('2014-07-01', '2018-12-31', 'III', 'Møre og Romsdal', '1567'),
    ('2014-07-01', '2019-12-31', 'I', 'Østfold', '0101 0104 0105 0106 0111 0118 0119 0121 0122 0123 0124 0125
         0127 0128 0135 0136 0137 0138'),
    ('2014-07-01', '2019-12-31', 'I', 'Akershus', '0211 0213 0214 0215 0216 0217 0219 0220 0221 0226 0227
         0228 0229 0230 0231 0233 0234 0235 0236 0237 0238 0239'),
    ('2014-07-01', '2019-12-31', 'I', 'Oslo', '0301'),
    ('2014-07-01', '2019-12-31', 'I', 'Hedmark', '0403 0412 0415 0417 0427'),
    ('2014-07-01', '2019-12-31', 'I', 'Oppland', '0501 0502 0521 0528 0529 0532 0533 0534'),
    ('2014-07-01', '2019-12-31', 'I', 'Buskerud', '0602 0604 0605 0612 0622 0623 0624 0625 0626 0627 0628
         0631'),
    ('2014-07-01', '2019-12-31', 'I', 'Vestfold', '0701 0704 0711 0713 0716'),
    ('2014-07-01', '2019-12-31', 'I', 'Telemark', '0805 0806 0807 0811 0814 0815 0821 0822'),
    ('2014-07-01', '2019-12-31', 'I', 'Aust-Agder', '0904 0906 0914 0919 0926 0928'),
    ('2014-07-01', '2019-12-31', 'I', 'Vest-Agder', '1001 1002 1003 1004 1014 1017 1018 1021 1029 1032 1037'),
    ('2014-07-01', '2019-12-31', 'I', 'Rogaland', '1101 1102 1103 1106 1111 1112 1114 1119 1120 1121 1122
         1124 1127 1129 1130 1142 1145 1146 1149'),
    ('2014-07-01', '2019-12-31', 'I', 'Hordaland', '1201 1216 1221 1222 1235 1241 1242 1243 1244 1245 1246
         1247 1251 1253 1256 1259 1260 1263 1264'),
    ('2014-07-01', '2019-12-31', 'I', 'Møre og Romsdal', '1502 1504 1505 1516 1517 1519 1520 1523 1528 1529
         1531 1532 1548 1554'),
    ('2014-07-01', '2019-12-31', 'Ia', 'Oppland', '0522'),
    ('2014-07-01', '2019-12-31', 'Ia', 'Buskerud', '0621'),
    ('2014-07-01', '2019-12-31', 'Ia', 'Aust-Agder', '0912 0935'),
    ('2014-07-01', '2019-12-31', 'Ia', 'Vest-Agder', '1026 1027 1034 1046'),
    ('2014-07-01', '2019-12-31', 'Ia', 'Rogaland', '1141 1160'),
    ('2014-07-01', '2019-12-31', 'Ia', 'Hordaland', '1211 1219 1238 1252'),
    ('2014-07-01', '2019-12-31', 'Ia', 'Sogn og Fjordane', '1401 1420 1432'),
    ('2014-07-01', '2019-12-31', 'Ia', 'Møre og Romsdal', '1515 1534 1545 1547 1551 1557'),
    ('2014-07-01', '2019-12-31', 'II', 'Hedmark', '0402 0418 0419 0420 0423 0425 0426 0428 0429'),
    ('2014-07-01', '2019-12-31', 'II', 'Oppland', '0516 0519 0520 0536 0538'),
    ('2014-07-01', '2019-12-31', 'II', 'Buskerud', '0615 0616 0617 0618 0619 0620 0632 0633'),
    ('2014-07-01', '2019-12-31', 'II', 'Telemark', '0817 0819 0826 0827 0828 0829 0830 0831 0833 0834'),
    ('2014-07-01', '2019-12-31', 'II', 'Aust-Agder', '0901 0911 0929 0937 0938 0940 0941'),
    ('2014-07-01', '2019-12-31', 'II', 'Rogaland', '1133 1134 1135 1144 1151'),
    ('2014-07-01', '2019-12-31', 'II', 'Hordaland', '1223 1224 1227 1228 1231 1232 1233 1234 1265 1266'),
    ('2014-07-01', '2019-12-31', 'II', 'Sogn og Fjordane', '1411 1412 1413 1416 1417 1418 1419 1421 1422 1424
         1426 1428 1429 1430 1431 1433 1438 1439 1441 1443 1444 1445 1449'),
    ('2014-07-01', '2019-12-31', 'II', 'Møre og Romsdal', '1514 1524 1525 1526 1535 1539 1543 1546 1560 1563'),
    ('2014-07-01', '2019-12-31', 'III', 'Hedmark', '0430 0432 0434 0436 0437 0438 0439 0441'),
    ('2014-07-01', '2019-12-31', 'III', 'Oppland', '0511 0512 0513 0514 0515 0517 0540 0541 0542 0543 0544
         0545'),
    ('2014-07-01', '2019-12-31', 'III', 'Møre og Romsdal', '1511 1566 1571 1576'),
    ('2014-07-01', '2019-12-31', 'IV', 'Møre og Romsdal', '1573'),
    ('2014-07-01', '2019-12-31', 'IV', 'Nordland', '1805 1811 1812 1813 1815 1816 1818 1820 1822 1824 1825
         1826 1827 1828 1832 1833 1834 1835 1836 1837 1838 1839 1840 1841 1845 1848 1849 1850 1851 1852 1853
         1854 1856 1857 1859 1860 1865 1866 1867 1868 1870 1871 1874'),
    ('2014-07-01', '2019-12-31', 'IV', 'Troms', '1903 1911 1913 1917 1919 1920 1922 1923 1924 1925 1926 1927
         1928 1929 1931 1933'),
    ('2014-07-01', '2019-12-31', 'IVa', 'Nordland', '1804'),
    ('2014-07-01', '2019-12-31', 'IVa', 'Troms', '1902'),
    ('2014-07-01', '2019-12-31', 'V', 'Troms', '1936 1938 1939 1940 1941 1942 1943'),
    ('2014-07-01', '2019-12-31', 'V', 'Finnmark', '2002 2003 2004 2011 2012 2014 2015 2017 2018 2019 2020
         2021 2022 2023 2024 2025 2027 2028 2030'),
    ('2017-01-01', '2019-12-31', 'I', 'Vestfold', '0710'),
    ('2018-01-01', '2019-12-31', 'I', 'Vestfold', '0712 0715 0729'),
    ('2018-01-01', '2019-12-31', 'I', 'Trøndelag', '5001 5004 5024 5028 5029 5030 5031 5035 5037 5038'),
    ('2018-01-01', '2019-12-31', 'Ia', 'Trøndelag', '5027 5032 5036 5054'),
    ('2018-01-01', '2019-12-31', 'II', 'Trøndelag', '5015 5016 5034 5039 5053'),
    ('2018-01-01', '2019-12-31', 'III', 'Trøndelag', '5011 5012 5017 5021 5022 5023 5025 5026 5033 5041'),
    ('2018-01-01', '2019-12-31', 'IV', 'Trøndelag', '5005 5013 5014 5018 5019 5020 5040 5042 5043 5044 5045
         5046 5047 5048 5049 5050 5051 5052'),
    ('2019-01-01', '2019-12-31', 'III', 'Trøndelag', '5061')
) as l (first_day, last_day, zone, county, numbers),
regexp_split_to_table(l.numbers, '\s+') as number;
-- FOR-2020-12-15-2879 § 2, by former municipality where one is split; the same
-- list is taken for 2020.
insert into expected_payroll
select number::tilskudd.kommunenr, l.first_day::date, l.last_day::date, nullif(l.zone, 'split')
from (values
    ('2020-01-01', '2021-12-31', 'I', 'Oslo', '0301'),
    ('2020-01-01', '2021-12-31', 'I', 'Rogaland', '1101 1106 1108 1111 1112 1114 1119 1120 1121 1122 1124
         1127 1130 1145 1146 1149'),
    ('2020-01-01', '2021-12-31', 'I', 'Møre og Romsdal', '1505 1516 1517 1520 1528 1531 1532 1554'),
    ('2020-01-01', '2021-12-31', 'I', 'Viken', '3001 3002 3003 3004 3005 3006 3007 3011 3012 3013 3014 3015
         3016 3017 3018 3019 3020 3021 3022 3023 3024 3025 3026 3027 3028 3029 3030 3031 3032 3033 3034 3035
         3036 3037 3038 3046 3047 3048 3049 3050 3053 3054'),
    ('2020-01-01', '2021-12-31', 'I', 'Innlandet', '3403 3405 3407 3411 3412 3413 3420 3440 3442 3443 3446'),
    ('2020-01-01', '2021-12-31', 'I', 'Vestfold og Telemark', '3801 3802 3803 3804 3805 3806 3807 3808 3811
         3812 3813 3814 3817'),
    ('2020-01-01', '2021-12-31', 'I', 'Agder', '4202 4203 4204 4205 4206 4207 4213 4214 4215 4216 4223 4227'),
    ('2020-01-01', '2021-12-31', 'I', 'Vestland', '4601 4612 4614 4615 4623 4624 4625 4626 4627 4628 4630
         4631 4632'),
    ('2020-01-01', '2021-12-31', 'I', 'Trøndelag', '5001 5028 5029 5031 5035 5037 5038'),
    ('2020-01-01', '2021-12-31', 'Ia', 'Rogaland', '1160'),
    ('2020-01-01', '2021-12-31', 'Ia', 'Møre og Romsdal', '1515 1557'),
    ('2020-01-01', '2021-12-31', 'Ia', 'Viken', '3045'),
    ('2020-01-01', '2021-12-31', 'Ia', 'Innlandet', '3441'),
    ('2020-01-01', '2021-12-31', 'Ia', 'Agder', '4212 4218 4224 4226 4228'),
    ('2020-01-01', '2021-12-31', 'Ia', 'Vestland', '4611 4613 4622 4629'),
    ('2020-01-01', '2021-12-31', 'Ia', 'Trøndelag', '5027 5032 5036'),
    ('2020-01-01', '2021-12-31', 'II', 'Rogaland', '1133 1134 1135 1144 1151'),
    ('2020-01-01', '2021-12-31', 'II', 'Møre og Romsdal', '1514 1525 1535 1539 1560 1563 1578'),
    ('2020-01-01', '2021-12-31', 'II', 'Viken', '3039 3040 3041 3042 3043 3044 3051 3052'),
    ('2020-01-01', '2021-12-31', 'II', 'Innlandet', '3401 3414 3415 3416 3417 3418 3419 3421 3422 3436 3438
         3439 3447 3448'),
    ('2020-01-01', '2021-12-31', 'II', 'Vestfold og Telemark', '3815 3816 3818 3819 3820 3821 3822 3823 3824
         3825'),
    ('2020-01-01', '2021-12-31', 'II', 'Agder', '4201 4211 4217 4220 4221 4222'),
    ('2020-01-01', '2021-12-31', 'II', 'Vestland', '4616 4617 4618 4619 4620 4633 4634 4635 4636 4637 4638
         4639 4641 4642 4643 4644 4645 4646 4648 4649 4650 4651'),
    ('2020-01-01', '2021-12-31', 'II', 'Trøndelag', '5034 5053'),
    ('2020-01-01', '2021-12-31', 'III', 'Møre og Romsdal', '1511 1566 1576'),
    ('2020-01-01', '2021-12-31', 'III', 'Innlandet', '3423 3424 3425 3426 3427 3428 3429 3430 3431 3432 3433
         3434 3435 3437 3449 3450 3451 3452 3453 3454'),
    ('2020-01-01', '2021-12-31', 'III', 'Trøndelag', '5021 5022 5025 5026 5033 5041 5055 5061'),
    ('2020-01-01', '2021-12-31', 'IV', 'Møre og Romsdal', '1573'),
    ('2020-01-01', '2021-12-31', 'IV', 'Nordland', '1806 1811 1812 1813 1815 1816 1818 1820 1822 1824 1825
         1826 1827 1828 1832 1833 1834 1835 1836 1837 1838 1839 1840 1841 1845 1848 1851 1853 1856 1857 1859
         1860 1865 1866 1867 1868 1870 1871 1874 1875'),
    ('2020-01-01', '2021-12-31', 'IV', 'Trøndelag', '5007 5014 5020 5042 5043 5044 5045 5046 5047 5049 5052
         5058 5060'),
    ('2020-01-01', '2021-12-31', 'IV', 'Troms og Finnmark', '5402 5411 5412 5413 5414 5415 5416 5417 5418
         5419 5420 5421 5422'),
    ('2020-01-01', '2021-12-31', 'IVa', 'Nordland', '1804'),
    ('2020-01-01', '2021-12-31', 'IVa', 'Troms og Finnmark', '5401'),
    ('2020-01-01', '2021-12-31', 'V', 'Troms og Finnmark', '5403 5404 5405 5406 5423 5424 5425 5426 5427 5428
         5429 5430 5432 5433 5434 5435 5436 5437 5438 5439 5440 5441 5442 5443 5444'),
    ('2020-01-01', '2021-12-31', 'split', 'Rogaland', '1103'),
    ('2020-01-01', '2021-12-31', 'split', 'Møre og Romsdal', '1506 1507 1547 1577 1579'),
    ('2020-01-01', '2021-12-31', 'split', 'Agder', '4219 4225'),
    ('2020-01-01', '2021-12-31', 'split', 'Vestland', '4602 4621 4640 4647'),
    ('2020-01-01', '2021-12-31', 'split', 'Trøndelag', '5006 5054 5056 5057 5059')
) as l (first_day, last_day, zone, county, numbers),
regexp_split_to_table(l.numbers, '\s+') as number;
-- FOR-2021-12-14-3572 § 2.
insert into expected_payroll
select number::tilskudd.kommunenr, l.first_day::date, l.last_day::date, nullif(l.zone, 'split')
from (values
    ('2022-01-01', '2022-12-31', 'I', 'Oslo', '0301'),
    ('2022-01-01', '2022-12-31', 'I', 'Rogaland', '1101 1103 1106 1108 1111 1112 1114 1119 1120 1121 1122
         1124 1127 1130 1145 1146 1149 1160'),
    ('2022-01-01', '2022-12-31', 'I', 'Møre og Romsdal', '1505 1515 1516 1517 1520 1531 1532 1554'),
    ('2022-01-01', '2022-12-31', 'I', 'Viken', '3001 3002 3003 3004 3005 3006 3007 3011 3012 3013 3014 3015
         3016 3017 3018 3019 3020 3021 3022 3023 3024 3025 3026 3027 3028 3029 3030 3031 3032 3033 3034 3035
         3036 3037 3038 3046 3047 3048 3049 3050 3053 3054'),
    ('2022-01-01', '2022-12-31', 'I', 'Innlandet', '3403 3405 3407 3411 3412 3413 3420 3440 3442 3443 3446'),
    ('2022-01-01', '2022-12-31', 'I', 'Vestfold og Telemark', '3801 3802 3803 3804 3805 3806 3807 3808 3811
         3812 3813 3814 3817'),
    ('2022-01-01', '2022-12-31', 'I', 'Agder', '4202 4203 4204 4205 4206 4207 4212 4213 4214 4215 4216 4223
         4227'),
    ('2022-01-01', '2022-12-31', 'I', 'Vestland', '4601 4612 4614 4615 4623 4624 4625 4626 4627 4628 4630
         4631 4632'),
    ('2022-01-01', '2022-12-31', 'I', 'Trøndelag', '5001 5028 5029 5031 5035 5037 5038'),
    ('2022-01-01', '2022-12-31', 'Ia', 'Rogaland', '1144 1151'),
    ('2022-01-01', '2022-12-31', 'Ia', 'Møre og Romsdal', '1547 1557'),
    ('2022-01-01', '2022-12-31', 'Ia', 'Viken', '3045'),
    ('2022-01-01', '2022-12-31', 'Ia', 'Innlandet', '3441'),
    ('2022-01-01', '2022-12-31', 'Ia', 'Agder', '4218 4226 4228'),
    ('2022-01-01', '2022-12-31', 'Ia', 'Vestland', '4611 4613 4622'),
    ('2022-01-01', '2022-12-31', 'Ia', 'Trøndelag', '5027 5032 5036'),
    ('2022-01-01', '2022-12-31', 'II', 'Rogaland', '1133 1134 1135'),
    ('2022-01-01', '2022-12-31', 'II', 'Møre og Romsdal', '1514 1525 1528 1535 1539 1560 1563 1578'),
    ('2022-01-01', '2022-12-31', 'II', 'Viken', '3039 3040 3041 3042 3043 3044 3051 3052'),
    ('2022-01-01', '2022-12-31', 'II', 'Innlandet', '3401 3414 3415 3416 3417 3418 3419 3421 3422 3436 3438
         3439 3447 3448'),
    ('2022-01-01', '2022-12-31', 'II', 'Vestfold og Telemark', '3815 3816 3818 3819 3820 3821 3822 3823 3824
         3825'),
    ('2022-01-01', '2022-12-31', 'II', 'Agder', '4201 4211 4217 4219 4220 4221 4222 4224'),
    ('2022-01-01', '2022-12-31', 'II', 'Vestland', '4616 4617 4618 4619 4620 4629 4633 4634 4635 4636 4637
         4638 4639 4641 4642 4643 4644 4645 4646 4648 4649 4650 4651'),
    ('2022-01-01', '2022-12-31', 'II', 'Trøndelag', '5034 5053 5054'),
    ('2022-01-01', '2022-12-31', 'III', 'Møre og Romsdal', '1511 1566 1576'),
    ('2022-01-01', '2022-12-31', 'III', 'Innlandet', '3423 3424 3425 3426 3427 3428 3429 3430 3431 3432 3433
         3434 3435 3437 3449 3450 3451 3452 3453 3454'),
    ('2022-01-01', '2022-12-31', 'III', 'Trøndelag', '5014 5021 5022 5025 5026 5033 5055 5056 5061'),
    ('2022-01-01', '2022-12-31', 'IV', 'Møre og Romsdal', '1573'),
    ('2022-01-01', '2022-12-31', 'IV', 'Nordland', '1806 1811 1812 1813 1815 1816 1818 1820 1822 1824 1825
         1826 1827 1828 1832 1833 1834 1835 1836 1837 1838 1839 1840 1841 1845 1848 1851 1853 1856 1857 1859
         1860 1865 1866 1867 1868 1870 1871 1874 1875'),
    ('2022-01-01', '2022-12-31', 'IV', 'Trøndelag', '5007 5020 5041 5042 5043 5044 5045 5046 5047 5049 5052
         5058 5060'),
    ('2022-01-01', '2022-12-31', 'IV', 'Troms og Finnmark', '5402 5411 5412 5413 5414 5415 5416 5417 5418
         5419 5420 5421 5422'),
    ('2022-01-01', '2022-12-31', 'IVa', 'Nordland', '1804'),
    ('2022-01-01', '2022-12-31', 'IVa', 'Troms og Finnmark', '5401'),
    ('2022-01-01', '2022-12-31', 'V', 'Troms og Finnmark', '5403 5404 5405 5406 5423 5424 5425 5426 5427 5428
         5429 5430 5432 5433 5434 5435 5436 5437 5438 5439 5440 5441 5442 5443 5444'),
    ('2022-01-01', '2022-12-31', 'split', 'Møre og Romsdal', '1506 1507 1577 1579'),
    ('2022-01-01', '2022-12-31', 'split', 'Agder', '4225'),
    ('2022-01-01', '2022-12-31', 'split', 'Vestland', '4602 4621 4640 4647'),
    ('2022-01-01', '2022-12-31', 'split', 'Trøndelag', '5006 5057 5059')
) as l (first_day, last_day, zone, county, numbers),
regexp_split_to_table(l.numbers, '\s+') as number;
-- The parts of the split municipalities, under their former numbers, that went
-- over whole.  Left out are those whose border pieces have a line of their own.
create temp table expected_payroll_former (like expected_payroll);
insert into expected_payroll_former
select number::tilskudd.kommunenr, l.first_day::date, l.last_day::date, nullif(l.zone, 'split')
from (values
    ('2020-01-01', '2021-12-31', 'I', 'Rogaland', '1142'),
    ('2020-01-01', '2021-12-31', 'I', 'Møre og Romsdal', '1502 1504 1519 1523 1529 1548'),
    ('2020-01-01', '2021-12-31', 'I', 'Agder', '1032'),
    ('2020-01-01', '2021-12-31', 'I', 'Vestland', '1235'),
    ('2020-01-01', '2021-12-31', 'I', 'Trøndelag', '5004 5024'),
    ('2020-01-01', '2021-12-31', 'Ia', 'Rogaland', '1141'),
    ('2020-01-01', '2021-12-31', 'Ia', 'Møre og Romsdal', '1534 1545 1551'),
    ('2020-01-01', '2021-12-31', 'Ia', 'Agder', '1027'),
    ('2020-01-01', '2021-12-31', 'Ia', 'Vestland', '1401 1420 1432'),
    ('2020-01-01', '2021-12-31', 'II', 'Møre og Romsdal', '1444 1543'),
    ('2020-01-01', '2021-12-31', 'II', 'Vestland', '1234 1418 1419 1430 1431 1433 1439'),
    ('2020-01-01', '2021-12-31', 'II', 'Trøndelag', '5015 5016'),
    ('2020-01-01', '2021-12-31', 'III', 'Trøndelag', '5017 5023'),
    ('2022-01-01', '2022-12-31', 'I', 'Møre og Romsdal', '1502 1504 1519 1523 1529 1548'),
    ('2022-01-01', '2022-12-31', 'I', 'Agder', '1032'),
    ('2022-01-01', '2022-12-31', 'I', 'Vestland', '1235'),
    ('2022-01-01', '2022-12-31', 'I', 'Trøndelag', '5004 5024'),
    ('2022-01-01', '2022-12-31', 'Ia', 'Møre og Romsdal', '1534 1551'),
    ('2022-01-01', '2022-12-31', 'Ia', 'Agder', '1027'),
    ('2022-01-01', '2022-12-31', 'Ia', 'Vestland', '1401 1420 1432'),
    ('2022-01-01', '2022-12-31', 'II', 'Møre og Romsdal', '1444 1543 1545 1546'),
    ('2022-01-01', '2022-12-31', 'II', 'Vestland', '1234 1418 1419 1430 1431 1433 1439'),
    ('2022-01-01', '2022-12-31', 'II', 'Trøndelag', '5015 5016 5039'),
    ('2022-01-01', '2022-12-31', 'III', 'Trøndelag', '5017 5023')
) as l (first_day, last_day, zone, county, numbers),
regexp_split_to_table(l.numbers, '\s+') as number;
select e.kommunenr, d.day, e.zone as expected, tilskudd.payroll_zone(e.kommunenr, d.day) as found
from (select * from expected_payroll union all select * from expected_payroll_former) as e
cross join lateral (values (e.first_day),
                           (e.first_day + (e.last_day - e.first_day) / 2),
                           (e.last_day),
                           (date '2010-06-01')) as d (day)
where d.day between e.first_day and e.last_day
and tilskudd.payroll_zone(e.kommunenr, d.day) is distinct from e.zone
order by e.kommunenr::text collate "C", d.day;
-- The rates were the same in 2007, 2021 and 2022: § 1 a-h, § 3.
select e.kommunenr, d.day, e.zone, r.rate as expected, tilskudd.payroll_rate(e.kommunenr, d.day) as found
from (select * from expected_payroll union all select * from expected_payroll_former) as e
join (values ('I', 14.1), ('Ia', 14.1), ('II', 10.6), ('III', 6.4), ('IV', 5.1), ('IVa', 7.9), ('V', 0)
) as r (zone, rate) on r.zone = e.zone
cross join lateral (values (e.first_day),
                           (e.first_day + (e.last_day - e.first_day) / 2),
                           (e.last_day),
                           (date '2010-06-01')) as d (day)
where d.day between e.first_day and e.last_day
and tilskudd.payroll_rate(e.kommunenr, d.day) is distinct from r.rate
order by e.kommunenr::text collate "C", d.day;
-- Nor has a split municipality a rate where its parts pay different ones: in
-- 1579 Hustadvika and 4225 Lyngdal (I and Ia) they pay the same.
select e.kommunenr, d.day, tilskudd.payroll_rate(e.kommunenr, d.day) as found
from expected_payroll as e
cross join lateral (values (e.first_day), (e.last_day)) as d (day)
where e.zone is null and e.kommunenr::text not in ('1579', '4225')
and tilskudd.payroll_rate(e.kommunenr, d.day) is not null
order by e.kommunenr::text collate "C", d.day;
select d.day, coalesce(e.zone, 'split') as zone, count(*) as listed,
       count(*) filter (where tilskudd.payroll_zone(e.kommunenr, d.day) is not distinct from e.zone) as agree
from (values (date '2007-01-01'), (date '2010-06-01'), (date '2014-06-30'), (date '2014-07-01'),
             (date '2017-01-01'), (date '2018-01-01'), (date '2019-12-31'), (date '2020-01-01'),
             (date '2021-12-31'), (date '2022-01-01'), (date '2022-12-31')) as d (day)
join expected_payroll as e on d.day between e.first_day and e.last_day
group by d.day, e.zone
order by d.day, e.zone collate "C" nulls last;
select first_day, count(*) as parts,
       count(*) filter (where tilskudd.payroll_zone(kommunenr, first_day) = zone) as agree
from expected_payroll_former
group by first_day
order by first_day;
-- The lists end with 2022.
select count(*) as municipalities,
       count(tilskudd.payroll_zone(kommunenr, '2023-01-01')) as zones,
       count(tilskudd.payroll_rate(kommunenr, '2023-01-01')) as rates
from expected_payroll
where first_day = '2022-01-01';
--
-- 6. Centrality
--
-- Statistics Norway's classes (Klass 128), the vintage of 2024: all 357
-- municipalities, by class and county.
create temp table expected_centrality (
    kommunenr tilskudd.kommunenr,
    class smallint
);
insert into expected_centrality
select number::tilskudd.kommunenr, l.class::smallint
from (values
    ('1', 'Oslo', '0301'),
    ('1', 'Akershus', '3201 3205 3222 3224'),
    ('2', 'Rogaland', '1103 1108 1124'),
    ('2', 'Østfold', '3103 3105 3107'),
    ('2', 'Akershus', '3203 3207 3209 3214 3216 3218 3230 3232'),
    ('2', 'Buskerud', '3301 3312'),
    ('2', 'Innlandet', '3403'),
    ('2', 'Vestfold', '3901 3905'),
    ('2', 'Vestland', '4601'),
    ('2', 'Trøndelag', '5001'),
    ('3', 'Rogaland', '1106 1120 1121 1122 1127 1130'),
    ('3', 'Møre og Romsdal', '1508'),
    ('3', 'Nordland', '1804'),
    ('3', 'Østfold', '3101 3112 3114 3116 3118 3120'),
    ('3', 'Akershus', '3212 3220 3226 3228 3234 3236 3238 3240'),
    ('3', 'Buskerud', '3303 3305 3310 3314 3316'),
    ('3', 'Innlandet', '3401 3405 3407 3411 3412 3413 3415 3420 3443 3446'),
    ('3', 'Vestfold', '3903 3907 3909 3911'),
    ('3', 'Telemark', '4001 4003 4012'),
    ('3', 'Agder', '4202 4203 4204 4215 4223'),
    ('3', 'Vestland', '4627'),
    ('3', 'Trøndelag', '5028 5031 5035'),
    ('3', 'Troms', '5501'),
    ('4', 'Rogaland', '1101 1114 1119 1146 1149'),
    ('4', 'Møre og Romsdal', '1505 1506 1516 1517 1520 1528 1531 1532 1577'),
    ('4', 'Nordland', '1806 1824 1833 1841 1870'),
    ('4', 'Østfold', '3110 3122'),
    ('4', 'Akershus', '3242'),
    ('4', 'Buskerud', '3324 3334'),
    ('4', 'Innlandet', '3414 3416 3440 3441 3442 3447 3448 3451'),
    ('4', 'Telemark', '4005 4010 4014 4018 4020'),
    ('4', 'Agder', '4201 4205 4206 4207 4213 4214 4216 4219 4225'),
    ('4', 'Vestland', '4612 4614 4621 4622 4623 4624 4626 4630 4631'),
    ('4', 'Trøndelag', '5006 5007 5029 5037 5038 5053 5059'),
    ('4', 'Troms', '5503'),
    ('4', 'Finnmark', '5601 5603'),
    ('5', 'Rogaland', '1111 1112 1133 1135 1145 1160'),
    ('5', 'Møre og Romsdal', '1515 1525 1535 1539 1547 1554 1557 1560 1563 1566 1579 1580'),
    ('5', 'Nordland', '1813 1820 1832 1840 1860 1865 1866 1868'),
    ('5', 'Østfold', '3124'),
    ('5', 'Buskerud', '3318 3320 3322 3326 3328 3330 3332 3336'),
    ('5', 'Innlandet', '3417 3418 3419 3421 3422 3426 3427 3428 3435 3436 3437 3438 3439 3449 3450 3452 3453'),
    ('5', 'Telemark', '4016 4022 4024 4026 4028'),
    ('5', 'Agder', '4211 4212 4217 4218 4226 4227 4228'),
    ('5', 'Vestland', '4602 4611 4613 4615 4616 4617 4618 4625 4628 4632 4640 4642 4643 4644 4647 4649 4650
         4651'),
    ('5', 'Trøndelag', '5021 5022 5025 5027 5032 5034 5036 5045 5047 5054 5055 5057 5060 5061'),
    ('5', 'Troms', '5510 5520 5524 5526 5530 5544'),
    ('5', 'Finnmark', '5605 5607'),
    ('6', 'Rogaland', '1134 1144 1151'),
    ('6', 'Møre og Romsdal', '1511 1514 1573 1576 1578'),
    ('6', 'Nordland', '1811 1812 1815 1816 1818 1822 1825 1826 1827 1828 1834 1835 1836 1837 1838 1839 1845
         1848 1851 1853 1856 1857 1859 1867 1871 1874 1875'),
    ('6', 'Buskerud', '3338'),
    ('6', 'Innlandet', '3423 3424 3425 3429 3430 3431 3432 3433 3434 3454'),
    ('6', 'Telemark', '4030 4032 4034 4036'),
    ('6', 'Agder', '4220 4221 4222 4224'),
    ('6', 'Vestland', '4619 4620 4629 4633 4634 4635 4636 4637 4638 4639 4641 4645 4646 4648'),
    ('6', 'Trøndelag', '5014 5020 5026 5033 5041 5042 5043 5044 5046 5049 5052 5056 5058'),
    ('6', 'Troms', '5512 5514 5516 5518 5522 5528 5532 5534 5536 5538 5540 5542 5546'),
    ('6', 'Finnmark', '5610 5612 5614 5616 5618 5620 5622 5624 5626 5628 5630 5632 5634 5636')
) as l (class, county, numbers),
regexp_split_to_table(l.numbers, '\s+') as number;
select e.kommunenr, d.day, e.class as expected, tilskudd.centrality(e.kommunenr, d.day) as found
from expected_centrality as e
cross join (values (date '2024-01-01'), (date '2025-07-01'), (date '2026-12-31')) as d (day)
where tilskudd.centrality(e.kommunenr, d.day) is distinct from e.class
order by e.kommunenr::text collate "C", d.day;
select class, count(*) as listed,
       count(*) filter (where tilskudd.centrality(kommunenr, '2024-01-01') = class) as agree
from expected_centrality
group by rollup (class)
order by class;
-- No vintage before that one is whole, so there is no answer: the numbers of
-- 2020 up to the last day of 2023, and the numbers of 2024 on that day.
select d.day, count(*) as municipalities, count(tilskudd.centrality(e.kommunenr, d.day)) as classes
from expected_payroll as e
cross join (values (date '2020-01-01'), (date '2022-06-30'), (date '2023-12-31')) as d (day)
where e.first_day = '2022-01-01'
group by d.day
order by d.day;
select count(*) as municipalities,
       count(tilskudd.centrality(kommunenr, '2023-12-31')) as classes
from expected_centrality;
-- And the payroll lists have nothing for the municipalities of 2024.
select count(*) as municipalities,
       count(tilskudd.payroll_zone(kommunenr, '2024-01-01')) as zones,
       count(tilskudd.payroll_rate(kommunenr, '2024-01-01')) as rates
from expected_centrality;
