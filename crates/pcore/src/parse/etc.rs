//! Files beside /proc that name users, groups and ports.

pub mod passwd;
pub mod services;
