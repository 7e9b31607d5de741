#![doc = include_str!("README.md")]

pub mod text;
pub mod vocabulary;
pub mod database;
pub mod document;
pub mod extract;
pub mod describe;
pub mod store;
pub mod search;
pub mod access;
pub mod archive;
pub mod api;
pub mod web;
pub mod cli;
