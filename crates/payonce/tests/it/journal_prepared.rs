//! When the journal in PostgreSQL prepares its statements, and what it does when they are gone.

use std::sync::Arc;

use payonce::Provider;
use payonce::journal::{JournalRow, JournalState, JournalStore, Postgres, conformance};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio_postgres::Config;

use crate::journal_servers::server;

/// A client with a table of its own.
async fn client(url: &str, schema: &str) -> Arc<tokio_postgres::Client> {
    let mut config: Config = url.parse().unwrap();
    config.options(format!("-c search_path={schema}"));
    let (client, connection) = config.connect(tokio_postgres::NoTls).await.unwrap();
    tokio::spawn(connection);
    client.batch_execute(&format!("CREATE SCHEMA IF NOT EXISTS {schema}")).await.unwrap();
    Arc::new(client)
}

async fn store(client: &Arc<tokio_postgres::Client>) -> Postgres {
    let store = Postgres::new(Arc::clone(client));
    store.create_table().await.unwrap();
    store
}

/// How many statements the session has prepared.
async fn prepared(client: &tokio_postgres::Client) -> i64 {
    let rows = client.query_typed("SELECT count(*) FROM pg_prepared_statements", &[]).await.unwrap();
    rows[0].get(0)
}

fn row(id: &str) -> JournalRow {
    JournalRow {
        id: id.to_owned(),
        generation: 1,
        state: JournalState::Claimed,
        outcome: None,
        provider: Provider::AGENTWALLEX,
        account: "acct".to_owned(),
        operation: "payments.send".to_owned(),
        key: Some(id.to_owned()),
        created_ms: 0,
        updated_ms: 0,
        schema: 1,
        entry: "{}".to_owned(),
    }
}

async fn writes_work(store: &Postgres, id: &str) {
    assert!(store.claim(row(id)).await.unwrap().written, "{id}");
    let answer = store.claim(row(id)).await.unwrap();
    assert!(!answer.written && answer.row.unwrap().key.as_deref() == Some(id), "{id}");
    assert!(store.update(JournalRow { generation: 2, ..row(id) }, 1).await.unwrap().written, "{id}");
    assert!(!store.update(JournalRow { generation: 2, ..row(id) }, 1).await.unwrap().written, "{id}");
}

#[tokio::test]
async fn a_connection_to_postgres_itself_prepares_its_statements_once() {
    let Some(url) = server("PAYONCE_TEST_POSTGRES") else { return };
    for (tls, schema) in [("prefer", "prepared_prefer"), ("disable", "prepared_disable")] {
        let client = client(&format!("{url}?sslmode={tls}"), schema).await;
        let store = store(&client).await;
        assert_eq!(prepared(&client).await, 0);
        for id in ["pj_1", "pj_2"] {
            writes_work(&store, id).await;
            assert_eq!(prepared(&client).await, 3, "{tls}");
        }
        writes_work(&store.clone(), "pj_3").await;
        assert_eq!(prepared(&client).await, 3, "{tls}");
        client.batch_execute(&format!("DROP SCHEMA {schema} CASCADE")).await.unwrap();
    }
}

#[tokio::test]
async fn a_statement_that_is_gone_is_sent_as_text() {
    let Some(url) = server("PAYONCE_TEST_POSTGRES") else { return };
    for (name, removes) in [
        ("deallocated", "DEALLOCATE ALL"),
        ("discarded", "DISCARD ALL"),
        ("retyped", "ALTER TABLE payonce_journal ALTER outcome TYPE varchar(20)"),
    ] {
        let schema = format!("statement_{name}");
        let client = client(&url, &schema).await;
        let store = store(&client).await;
        writes_work(&store, "pj_1").await;
        client.batch_execute(removes).await.unwrap();
        writes_work(&store, "pj_2").await;
        client.batch_execute(&format!("DROP SCHEMA {schema} CASCADE")).await.unwrap();
    }
}

#[tokio::test]
async fn a_table_that_is_made_later_is_found() {
    let Some(url) = server("PAYONCE_TEST_POSTGRES") else { return };
    let client = client(&url, "table_later").await;
    let store = Postgres::new(Arc::clone(&client));
    store.claim(row("pj_1")).await.unwrap_err();
    store.create_table().await.unwrap();
    writes_work(&store, "pj_1").await;
    assert_eq!(prepared(&client).await, 3);
    client.batch_execute("DROP SCHEMA table_later CASCADE").await.unwrap();
}

/// Passes everything on, but announces a process of its own, as poolers do.
async fn pooler(server: (String, u16)) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((near, _)) = listener.accept().await {
            let far = TcpStream::connect((server.0.as_str(), server.1)).await.unwrap();
            let ((mut near_reads, mut near_writes), (mut far_reads, mut far_writes)) =
                (near.into_split(), far.into_split());
            tokio::spawn(async move {
                let _ = tokio::io::copy(&mut near_reads, &mut far_writes).await;
            });
            tokio::spawn(async move {
                let mut is_announced = false;
                // Each message of the server is a letter, a length and the rest.
                while let Ok(letter) = far_reads.read_u8().await {
                    let length = far_reads.read_u32().await.unwrap();
                    let mut rest = vec![0; usize::try_from(length).unwrap() - 4];
                    far_reads.read_exact(&mut rest).await.unwrap();
                    if letter == b'K' && !is_announced {
                        is_announced = true;
                        rest[3] ^= 1;
                    }
                    let mut message = vec![letter];
                    message.extend(length.to_be_bytes());
                    message.extend(rest);
                    if near_writes.write_all(&message).await.is_err() {
                        return;
                    }
                }
            });
        }
    });
    port
}

#[tokio::test]
async fn behind_a_pooler_no_statement_is_prepared() {
    let Some(url) = server("PAYONCE_TEST_POSTGRES") else { return };
    let config: Config = url.parse().unwrap();
    let real = config.get_ports()[0];
    let port = pooler(("127.0.0.1".to_owned(), real)).await;
    let url = url.replace(&format!(":{real}"), &format!(":{port}"));
    let client = client(&format!("{url}?sslmode=disable"), "behind_pooler").await;
    let store = store(&client).await;
    writes_work(&store, "pj_1").await;
    assert_eq!(prepared(&client).await, 0);
    for check in conformance::check(Arc::new(store)).await.unwrap() {
        assert_eq!(check.problem, None, "{}", check.name);
    }
    assert_eq!(prepared(&client).await, 0);
    client.batch_execute("DROP SCHEMA behind_pooler CASCADE").await.unwrap();
}
