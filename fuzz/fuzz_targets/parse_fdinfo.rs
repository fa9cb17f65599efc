//! `[pid]/fdinfo/N`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pcore::parse::pid::fdinfo::bpf::Bpf;
use pcore::parse::pid::fdinfo::device::DeviceInfo;
use pcore::parse::pid::fdinfo::dma_buf::DmaBuf;
use pcore::parse::pid::fdinfo::drm::Drm;
use pcore::parse::pid::fdinfo::epoll::Epoll;
use pcore::parse::pid::fdinfo::eventfd::Eventfd;
use pcore::parse::pid::fdinfo::io_uring::IoUring;
use pcore::parse::pid::fdinfo::perf_event::PerfEvent;
use pcore::parse::pid::fdinfo::pidfd::Pidfd;
use pcore::parse::pid::fdinfo::signalfd::Signalfd;
use pcore::parse::pid::fdinfo::socket::Scm;
use pcore::parse::pid::fdinfo::timerfd::Timerfd;
use pcore::parse::pid::fdinfo::userfaultfd::Userfaultfd;
use pcore::parse::pid::fdinfo::watches::Watches;
use pcore::parse::pid::fdinfo::{Details, FdInfo, details};

fuzz_target!(|text: &[u8]| {
    let _ = FdInfo::parse(text);
    let text = details(text);
    let _ = Bpf::parse(text);
    let _ = DeviceInfo::parse(text);
    let _ = DmaBuf::parse(text);
    let _ = Drm::parse(text);
    let _ = Epoll::parse(text);
    let _ = Eventfd::parse(text);
    let _ = IoUring::parse(text);
    let _ = PerfEvent::parse(text);
    let _ = Pidfd::parse(text);
    let _ = Signalfd::parse(text);
    let _ = Scm::parse(text);
    let _ = Timerfd::parse(text);
    let _ = Userfaultfd::parse(text);
    let _ = Watches::parse(text);
});
