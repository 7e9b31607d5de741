"""Runs a program so that it can be stopped at every write, sync, rename and open below a folder, in
whatever thread: killed there, or told that the call failed.

`strace -e inject` counts calls of each thread for itself, so that those of a thread that calls more
rarely than another are never reached; here they are numbered over the whole process tree. Linux on
x86-64 only; the calls themselves are chosen by a seccomp filter, so that all others run at full speed.
"""

import ctypes
import os
import platform
import signal
import struct
import tempfile

LIBC = ctypes.CDLL(None, use_errno=True)
LIBC.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
LIBC.ptrace.restype = ctypes.c_long

TRACEME, CONT, GETREGS, SETREGS, SETOPTIONS, GETEVENTMSG = 0, 7, 12, 13, 0x4200, 0x4201
# Forks, threads and programs begun are traced too; what seccomp points out stops; all die with us.
OPTIONS = 0x2 | 0x4 | 0x8 | 0x10 | 0x80 | 0x100000
EVENT_SECCOMP = 7
WALL = 0x40000000
REGISTERS = "r15 r14 r13 r12 rbp rbx r11 r10 r9 r8 rax rcx rdx rsi rdi orig_rax rip cs eflags rsp ss fs_base gs_base ds es fs gs".split()
ARGUMENTS = "rdi rsi rdx r10 r8 r9".split()

# Name → number, and which arguments name the file: ("fd", n), ("path", n) or ("at", fd, path).
CALLS = {
    "write": (1, ("fd", 0)),
    "open": (2, ("path", 0)),
    "pwrite64": (18, ("fd", 0)),
    "writev": (20, ("fd", 0)),
    "fsync": (74, ("fd", 0)),
    "fdatasync": (75, ("fd", 0)),
    "truncate": (76, ("path", 0)),
    "ftruncate": (77, ("fd", 0)),
    "rename": (82, ("path", 1)),
    "mkdir": (83, ("path", 0)),
    "rmdir": (84, ("path", 0)),
    "link": (86, ("path", 1)),
    "unlink": (87, ("path", 0)),
    "openat": (257, ("at", 0, 1)),
    "mkdirat": (258, ("at", 0, 1)),
    "unlinkat": (263, ("at", 0, 1)),
    "renameat": (264, ("at", 2, 3)),
    "linkat": (265, ("at", 2, 3)),
    "fallocate": (285, ("fd", 0)),
    "renameat2": (316, ("at", 2, 3)),
    "copy_file_range": (326, ("fd", 2)),
}
NAMES = {number: name for name, (number, _) in CALLS.items()}
WRITES = {"write", "pwrite64", "writev", "ftruncate", "truncate", "fallocate", "copy_file_range"}
SYNCS = {"fsync", "fdatasync"}
RENAMES = {"rename", "renameat", "renameat2", "link", "linkat"}
OPENS = {"open", "openat"}
MAKES = {"mkdir", "mkdirat"}
REMOVES = {"unlink", "unlinkat", "rmdir"}


def possible():
    """Why programs cannot be traced here; none if they can."""
    if platform.machine() != "x86_64" or not hasattr(os, "fork"):
        return f"the tracer knows x86-64 Linux, not {platform.machine()}"
    try:
        traced(["true"], "/nowhere", {"write"}, lambda event: None)
    except OSError as error:
        return f"programs cannot be traced: {error}"
    return None


class Event:
    """A call that is about to be made."""

    def __init__(self, number, name, path):
        self.number, self.name, self.path = number, name, path

    def __str__(self):
        return f"{self.name} of {self.path}"


class Traced:
    """What became of a program: exit code (negative for a signal), output, the calls it made."""

    def __init__(self):
        self.code, self.out, self.err, self.events, self.out_at_fault = None, "", "", [], None


def traced(command, root, calls, decide, environment=None):
    """Runs `command`. `decide(event)` is asked before every one of `calls` on a file below `root`:
    nothing lets it happen, `"kill"` kills everything there, an errno makes it fail."""
    root, done = str(root), Traced()
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        main = os.fork()
        if main == 0:
            begin(command, calls, out, err, environment)
        os.waitpid(main, WALL)
        request(SETOPTIONS, main, OPTIONS)
        request(CONT, main)
        follow(main, root, decide, done, out)
        for name, file in (("out", out), ("err", err)):
            file.seek(0)
            setattr(done, name, file.read().decode(errors="replace"))
    return done


def begin(command, calls, out, err, environment):
    """In the child: asks to be traced, sets the filter, becomes the program."""
    try:
        os.setsid()
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(out.fileno(), 1)
        os.dup2(err.fileno(), 2)
        request(TRACEME, 0)
        os.kill(os.getpid(), signal.SIGSTOP)
        install([CALLS[name][0] for name in calls])
        os.execvpe(command[0], command, environment or os.environ)
    finally:
        os._exit(127)


def install(numbers):
    """A filter that stops for the tracer at these calls."""
    instruction = "HBBI"
    program = struct.pack(instruction, 0x20, 0, 0, 0)
    for number in numbers:
        program += struct.pack(instruction, 0x15, 0, 1, number) + struct.pack(instruction, 0x06, 0, 0, 0x7FF00000)
    program += struct.pack(instruction, 0x06, 0, 0, 0x7FFF0000)
    kept = ctypes.create_string_buffer(program)
    head = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(kept))
    LIBC.prctl(38, 1, 0, 0, 0)
    if LIBC.prctl(22, 2, ctypes.c_char_p(head), 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "no seccomp filter")


def follow(main, root, decide, done, out):
    known = {main}
    while True:
        try:
            pid, status = os.waitpid(-1, WALL)
        except ChildProcessError:
            return
        if os.WIFEXITED(status) or os.WIFSIGNALED(status):
            if pid == main:
                done.code = os.waitstatus_to_exitcode(status)
            continue
        stop, event = os.WSTOPSIG(status), status >> 16
        deliver = 0
        if event == EVENT_SECCOMP:
            met = look(pid, root, len(done.events) + 1)
            if met is not None:
                done.events.append(met)
                answer = decide(met)
                if answer == "kill":
                    done.out_at_fault = os.fstat(out.fileno()).st_size
                    os.killpg(main, signal.SIGKILL)
                elif answer is not None:
                    done.out_at_fault = os.fstat(out.fileno()).st_size
                    fail(pid, answer)
        elif event == 0 and not (stop == signal.SIGSTOP and pid not in known):
            deliver = stop
        known.add(pid)
        try:
            request(CONT, pid, deliver)
        except ProcessLookupError:
            pass


def look(pid, root, number):
    """The call a thread is about to make, if it is on a file below the root."""
    try:
        registers = Registers(pid)
        call = registers["orig_rax"]
        name = NAMES[call]
        kind, *places = CALLS[name][1]
        values = [registers[ARGUMENTS[place]] for place in places]
        if kind == "fd":
            path = os.readlink(f"/proc/{pid}/fd/{signed(values[0])}")
        else:
            path = read_string(pid, values[-1])
            if not path.startswith("/"):
                base = signed(values[0]) if kind == "at" else -100
                path = os.path.join(os.readlink(f"/proc/{pid}/cwd" if base == -100 else f"/proc/{pid}/fd/{base}"), path)
    except (OSError, KeyError):
        return None
    return Event(number, name, path) if path.startswith(root) else None


def signed(value):
    return ctypes.c_int(value & 0xFFFFFFFF).value


def fail(pid, errno):
    """Makes the call not happen and give this error."""
    registers = Registers(pid)
    registers["orig_rax"] = 0xFFFFFFFFFFFFFFFF
    registers["rax"] = (1 << 64) - errno
    registers.write()


class Registers:
    def __init__(self, pid):
        self.pid, self.buffer = pid, ctypes.create_string_buffer(8 * len(REGISTERS))
        request(GETREGS, pid, ctypes.addressof(self.buffer))

    def __getitem__(self, name):
        return struct.unpack_from("Q", self.buffer, 8 * REGISTERS.index(name))[0]

    def __setitem__(self, name, value):
        struct.pack_into("Q", self.buffer, 8 * REGISTERS.index(name), value)

    def write(self):
        request(SETREGS, self.pid, ctypes.addressof(self.buffer))


def read_string(pid, address):
    text = b""
    with open(f"/proc/{pid}/mem", "rb", buffering=0) as memory:
        while b"\0" not in text and len(text) < 4096:
            memory.seek(address + len(text))
            # Not beyond the page: the next one may not be there.
            text += memory.read(4096 - (address + len(text)) % 4096)
    return text.split(b"\0")[0].decode(errors="replace")


def request(what, pid, data=0):
    if LIBC.ptrace(what, pid, None, ctypes.c_void_p(data)) == -1:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error))
