//! Files read by machines elsewhere: the same archive, whatever becomes of those machines.

use crate::harness::postgres::Postgres;

/// What a killed server had committed is there when it runs again.
#[test]
fn the_server_of_these_tests_can_be_killed_and_restarted() {
    let mut server = Postgres::start();
    let make = "CREATE TABLE kept (id INT); INSERT INTO kept VALUES (7)";
    server.session().batch_execute(make).unwrap();
    server.kill();
    server.start_again();
    server.restart();
    let row = server.session().query_one("SELECT id FROM kept", &[]);
    assert_eq!(row.unwrap().get::<_, i32>(0), 7);
}
