// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

package io.github.tracespring.autoconfigure.outbound.jdbc;

import io.opentelemetry.api.common.AttributeKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which database a URL names.
 */
class JdbcUrlTest {

	@ParameterizedTest
	@CsvSource(delimiter = ' ', nullValues = "-", value = {
			"jdbc:postgresql://db.example:5433/shop?user=ada&password=hunter2 postgresql shop db.example 5433",
			"jdbc:postgresql://db/shop?currentSchema=a&ssl=true postgresql shop|a db -",
			"jdbc:postgresql:shop postgresql shop - -", "jdbc:postgresql://[::1]:5432/shop postgresql shop ::1 5432",
			"jdbc:postgresql://a:1,b:2/shop postgresql shop a:1,b:2 -", "jdbc:postgresql://db/ postgresql - db -",
			"jdbc:mysql://ada:hunter2@db:3306/shop?useSSL=false mysql shop db 3306",
			"jdbc:mysql:loadbalance://a,b/shop mysql shop a,b -",
			"jdbc:mysql://address=(host=a)(port=1)/shop mysql shop - -", "jdbc:mariadb://db/shop mariadb shop db -",
			"jdbc:aws-wrapper:postgresql://db:5432/shop postgresql shop db 5432",
			"jdbc:h2:mem:shop;USER=ada;PASSWORD=hunter2 h2database shop - -", "jdbc:h2:mem: h2database - - -",
			"jdbc:h2:file:/home/ada/data/shop h2database shop - -", "jdbc:h2:~/shop h2database shop - -",
			"jdbc:h2:tcp://db:9092/~/shop;IFEXISTS=TRUE h2database shop db 9092",
			"JDBC:H2:mem:shop h2database shop - -", "jdbc:hsqldb:mem:shop hsqldb shop - -",
			"jdbc:hsqldb:hsql://db:9001/shop;a=b hsqldb shop db 9001",
			"jdbc:derby:memory:shop;create=true derby shop - -",
			"jdbc:derby://db:1527/shop;user=ada derby shop db 1527", "jdbc:sqlite:/home/ada/shop.db sqlite shop.db - -",
			"jdbc:sqlite::memory: sqlite - - -", "jdbc:oracle:thin:@//db:1521/shop oracle.db shop db 1521",
			"jdbc:oracle:thin:@db:1521:SHOP oracle.db SHOP db 1521",
			"jdbc:oracle:thin:ada/hunter2@db:1521/shop oracle.db shop db 1521",
			"jdbc:oracle:thin:@tcps://db:1522/shop?a=b oracle.db shop db 1522",
			"jdbc:oracle:thin:@(DESCRIPTION=(ADDRESS=(HOST=db))) oracle.db - - -",
			"jdbc:oracle:thin:@tns oracle.db - - -",
			"jdbc:sqlserver://db:1433;databaseName=shop;password=hunter2 microsoft.sql_server shop db 1433",
			"jdbc:sqlserver://db\\one;database=shop microsoft.sql_server one|shop db -",
			"jdbc:jtds:sqlserver://db:1433/shop;instance=one microsoft.sql_server one|shop db 1433",
			"jdbc:db2://db:50000/SHOP:user=ada;password=hunter2; ibm.db2 SHOP db 50000",
			"jdbc:informix-sqli://db:9088/shop:INFORMIXSERVER=a ibm.informix shop db 9088",
			"jdbc:sap://db:30015/?databaseName=shop sap.hana shop db 30015",
			"jdbc:ch://db:8123/shop clickhouse shop db 8123", "jdbc:unknown://db:1/shop other_sql shop db 1",
			"jdbc:unknown:hunter2 other_sql - - -", "nonsense other_sql - - -" })
	void urlNamesTheDatabase(String url, String system, String namespace, String address, Long port) {
		Database database = JdbcUrl.parse(url);
		assertThat(database.attributes().get(AttributeKey.stringKey("db.system.name"))).isEqualTo(system);
		assertThat(database.attributes().get(AttributeKey.stringKey("db.namespace"))).isEqualTo(namespace);
		assertThat(database.attributes().get(AttributeKey.stringKey("server.address"))).isEqualTo(address);
		assertThat(database.attributes().get(AttributeKey.longKey("server.port"))).isEqualTo(port);
		assertThat(database.toString()).doesNotContain("hunter2").doesNotContain("ada");
	}

	@Test
	void spanWithoutASummaryIsNamedByTheDatabase() {
		assertThat(JdbcUrl.parse("jdbc:postgresql://db:5433/shop").name()).isEqualTo("shop");
		assertThat(JdbcUrl.parse("jdbc:postgresql://db:5433/").name()).isEqualTo("db:5433");
		assertThat(JdbcUrl.parse("jdbc:h2:mem:").name()).isEqualTo("h2database");
		assertThat(JdbcUrl.parse(null)).isSameAs(Database.UNKNOWN);
	}

}
