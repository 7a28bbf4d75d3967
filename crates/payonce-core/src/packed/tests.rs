//! What is read back is what was declared. Every structure is taken apart in full, so that a new member of one does
//! not compile before it is compared here.

use super::profile;
use crate::operation::{Field, Model, Operation, Param, State, Ty};
use crate::providers::{Code, Pattern, Table};
use crate::vocabulary::Provider;

#[test]
fn the_operations_of_every_provider_come_back_as_they_were_declared() {
    for &provider in Provider::ALL {
        let (declared, read) = (provider.profile(), profile(provider));
        assert_eq!(declared.operations.len(), read.operations.len(), "{provider}");
        for (declared, read) in declared.operations.iter().zip(read.operations) {
            assert_same_operation(declared, read);
        }
        assert_eq!(declared.models.len(), read.models.len(), "{provider}");
        for (declared, read) in declared.models.iter().zip(read.models) {
            assert_same_model(declared, read);
        }
    }
}

#[test]
fn the_errors_of_every_provider_come_back_as_they_were_declared() {
    for &provider in Provider::ALL {
        let Table { codes, types, statuses, patterns, spellings, prefixes } = provider.profile().errors;
        let read = profile(provider).errors;
        let code = |code: &Code| {
            let Code { code, status, kind, actor, evidence, meaning, user, source: _ } = *code;
            (code, status, kind, actor, evidence, meaning, user)
        };
        assert!(codes.iter().map(code).eq(read.codes.iter().map(code)), "{provider}");
        assert_eq!(format!("{types:?}"), format!("{:?}", read.types), "{provider}");
        assert_eq!(format!("{statuses:?}"), format!("{:?}", read.statuses), "{provider}");
        let pattern = |pattern: &Pattern| {
            let Pattern { contains, status, kind, actor, meaning, source: _ } = *pattern;
            (contains, status, kind, actor, meaning)
        };
        assert!(patterns.iter().map(pattern).eq(read.patterns.iter().map(pattern)), "{provider}");
        assert_eq!((*spellings, *prefixes), (read.spellings, read.prefixes), "{provider}");
    }
}

#[test]
fn what_is_not_packed_is_the_same() {
    for &provider in Provider::ALL {
        let (declared, read) = (provider.profile(), profile(provider));
        assert_eq!(declared.provider, read.provider);
        assert_eq!(declared.timeout_ms, read.timeout_ms);
        assert_eq!(format!("{:?}", declared.options), format!("{:?}", read.options));
        assert_eq!(format!("{:?}", declared.clients), format!("{:?}", read.clients));
        assert!(std::ptr::fn_addr_eq(declared.read, read.read));
    }
}

fn assert_same_operation(declared: &Operation, read: &Operation) {
    let facts = |operation: &Operation| {
        let Operation {
            provider,
            name,
            method,
            path,
            safety,
            params: _,
            fixed,
            exactly_one,
            returns: _,
            inside,
            key,
            lookup,
            paging,
            reconcile,
            authenticated,
            keyless,
            doc: _,
            source: _,
        } = *operation;
        let names = format!("{provider} {name} {path} {fixed:?} {exactly_one:?} {inside:?} {key:?}");
        format!("{names} {method:?} {safety} {lookup:?} {paging:?} {reconcile:?} {authenticated} {keyless:?}")
    };
    assert_eq!(facts(declared), facts(read));
    assert_same_type(&declared.returns, &read.returns, declared.name);
    assert_eq!(declared.params.len(), read.params.len(), "{}", declared.name);
    for (declared, read) in declared.params.iter().zip(read.params) {
        let facts = |param: &Param| {
            let Param { name, wire, place, ty: _, required, aliases, bounds, lower_case, doc: _ } = *param;
            (name, wire, place, required, aliases, bounds.copied(), lower_case)
        };
        assert_eq!(facts(declared), facts(read));
        assert_same_type(&declared.ty, &read.ty, declared.name);
    }
}

fn assert_same_model(declared: &Model, read: &Model) {
    let Model { name, doc: _, fields, state } = declared;
    let state_facts = |state: &State| {
        let State { field, done, failed, read } = *state;
        (field, done, failed, read)
    };
    assert_eq!(read.name, if state.is_some() { *name } else { "" });
    assert_eq!(state.as_ref().map(state_facts), read.state.as_ref().map(state_facts), "{name}");
    assert_eq!(fields.len(), read.fields.len(), "{name}");
    for (declared, read) in fields.iter().zip(read.fields) {
        let Field { name, ty, always, doc: _ } = declared;
        assert_eq!((*name, *always), (read.name, read.always));
        assert_same_type(ty, &read.ty, name);
    }
}

fn assert_same_type(declared: &Ty, read: &Ty, name: &str) {
    match (declared, read) {
        (Ty::Model(declared), Ty::Model(read)) => assert_same_model(declared, read),
        (Ty::List(declared), Ty::List(read)) | (Ty::Map(declared), Ty::Map(read)) => {
            assert_same_type(declared, read, name);
        }
        // Which texts there are to choose from, no decision reads.
        (Ty::Choice(_), Ty::Choice(_)) => {}
        _ => assert_eq!(declared, read, "{name}"),
    }
}
