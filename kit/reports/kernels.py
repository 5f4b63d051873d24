"""Kernels for reports: each in a temporary folder of its own, with nothing that leads to a cohort's answers."""

from __future__ import annotations

import asyncio
import math
import os
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from queue import Empty
from typing import Any

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from jupyter_core.utils import ensure_async, ensure_event_loop

from kit.reports.kernel_environment import COMMAND, environment
from kit.reports.warm_kernels import Copy, WarmKernels, warm_kernels
from kit.settings import sector_of

_LONGEST_SOCKET = 100  # the path of a Unix socket has at most 104 characters on macOS, 108 on Linux
_BETWEEN_LOOKS = 1.0
_A_MOMENT = 0.2
_ARGUMENTS = (
    "--HistoryManager.enabled=False",
    "--InteractiveShell.colors=NoColor",
)


class _OwnSpec(KernelSpecManager):
    """One kernel: this Python. A kernel called python3 elsewhere on the computer may be another one."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        argv = [*COMMAND, "-f", "{connection_file}"]
        return KernelSpec(argv=argv, display_name=kernel_name, language="python")


class _Client(AsyncKernelClient):
    """A client that does not wait, once its kernel is there, for messages that nobody sends.

    Jupyter's own listens for a fifth of a second to what the kernel said to others. Here there are no others, and a
    message that belongs to no cell is passed over.
    """

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Return when the kernel answers and is heard. Raises RuntimeError where it ends before, or takes too long."""
        until = time.monotonic() + (math.inf if timeout is None else timeout)
        while time.monotonic() < until:
            self.kernel_info()
            with suppress(Empty):
                await self.get_shell_msg(timeout=_BETWEEN_LOOKS)
                await self.get_iopub_msg(timeout=_A_MOMENT)  # what it says to everybody reaches this client, too
                return
            if not await self.is_alive():
                raise RuntimeError("the kernel ended before it answered")
        raise RuntimeError("the kernel didn't answer in time")


class _Provisioner(LocalProvisioner):
    """Gives a kernel manager a copy where Jupyter's own would start a process."""

    warm: WarmKernels

    @classmethod
    def of(cls, manager: AsyncKernelManager, warm: WarmKernels) -> _Provisioner:
        """What *manager* starts its kernel with, so that it is one of *warm*."""
        made = cls(parent=manager, kernel_spec=manager.kernel_spec)
        made.warm = warm
        return made

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Have a copy made; *cmd* is the interpreter, its options, the script and what the kernel is told."""
        arguments = cmd[cmd.index("-f") :]
        copy: Copy = self.warm.start(arguments, folder=kwargs["cwd"], environment=kwargs["env"])
        self.process, self.pid = copy, copy.pid  # type: ignore[assignment]  # it has what is asked of a Popen
        return self.connection_info


class Kernel:
    """A running kernel and its temporary folder, which holds copies of what it may read."""

    def __init__(self, published: Path, curriculum: Path, cohort: str = "", warm: WarmKernels | None = None) -> None:
        """Copy both folders, which are those of *cohort*, and start the kernel; it boots while the caller goes on.

        With *warm* it is a copy of what is loaded already.
        """
        self._folder = tempfile.TemporaryDirectory(prefix="kit-", ignore_cleanup_errors=True)
        self.folder = Path(self._folder.name).resolve()
        self.cell = ""
        try:
            environment = self._places(published, curriculum, cohort)
            self.manager = _manager(self.folder)
            if warm is not None:
                self.manager.provisioner = _Provisioner.of(self.manager, warm)
            quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
            work, arguments = str(self.folder / "work"), list(_ARGUMENTS)
            start = self.manager.start_kernel(cwd=work, env=environment, extra_arguments=arguments, **quiet)
            asyncio.run(ensure_async(start))
        except BaseException:
            self._folder.cleanup()
            raise

    def _places(self, published: Path, curriculum: Path, cohort: str) -> dict[str, str]:
        for name in ("work", "home", "outbox"):
            (self.folder / name).mkdir()
        for name, source in (("published", published), ("curriculum", curriculum)):
            if source.is_dir():
                shutil.copytree(source, self.folder / name)
            else:
                (self.folder / name).mkdir()
        return environment(self.folder, cohort=cohort, sector=sector_of(curriculum))

    def kill(self) -> None:
        """End the process at once, from any thread; ``close`` still has to follow."""
        process = getattr(self.manager.provisioner, "process", None)
        if process is not None and process.poll() is None:
            process.kill()

    def close(self) -> None:
        """End the process and remove the folder. There is nothing in either that is worth saving."""
        try:
            self.kill()
            asyncio.run(ensure_async(self.manager.shutdown_kernel(now=True)))
        finally:
            self._folder.cleanup()

    def __enter__(self) -> Kernel:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _manager(folder: Path) -> AsyncKernelManager:
    places: dict[str, Any] = {"connection_file": str(folder / "kernel.json")}
    socket = str(folder / "k")
    if os.name != "nt" and len(socket) < _LONGEST_SOCKET:
        # A socket in a folder of one's own: others on a shared computer cannot connect, as they could to a port.
        places.update(transport="ipc", ip=socket)
    else:
        places.update(transport_encryption="auto")
    spec = _OwnSpec()
    return AsyncKernelManager(kernel_name="python3", kernel_spec_manager=spec, client_factory=_Client, **places)


@contextmanager
def own_loop() -> Iterator[None]:
    """Close the event loop that Jupyter's clients make for a thread, with all that is still open in it."""
    try:
        yield
    finally:
        loop = ensure_event_loop()
        left = asyncio.all_tasks(loop)
        for task in left:
            task.cancel()
        if left:
            loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
        loop.run_until_complete(loop.shutdown_asyncgens())
        asyncio.set_event_loop(None)
        loop.close()


class Pool:
    """Kernels that boot ahead of their use, for several threads; a kernel serves one notebook and ends.

    Where the system can copy a process, those of several notebooks are copies of one.

    ``stop`` ends all of them at once and makes every later request fail with ``Stopped``.
    """

    def __init__(
        self,
        published: Path,
        curriculum: Path,
        *,
        notebooks: int,
        cohort: str = "",
        warm: WarmKernels | None = None,
    ) -> None:
        """A pool for *notebooks* runs of *cohort* in all.

        *warm* is the process that they are copies of, where it was started already; the pool ends it.
        """
        warm = warm or warm_kernels(notebooks)
        self._warm, self._start = warm, partial(Kernel, published, curriculum, cohort, warm)
        self._lock = threading.Lock()
        self._to_start = notebooks
        self._ready: list[Kernel] = []
        self._live: set[Kernel] = set()
        self._stopped = False

    def warm(self) -> None:
        """Start one more kernel for later, if there is still a notebook for it."""
        with self._lock:
            if self._to_start <= 0 or self._stopped:
                return
            self._to_start -= 1
        kernel = self._started()
        with self._lock:
            self._ready.append(kernel)

    @contextmanager
    def kernel(self) -> Iterator[Kernel]:
        """A kernel of one's own. The next one boots while this one works. Raises Stopped."""
        with self._lock:
            if self._stopped:
                raise Stopped
            kernel = self._ready.pop(0) if self._ready else None
            self._to_start -= kernel is None
        kernel = kernel or self._started()
        try:
            self.warm()
            yield kernel
        finally:
            with self._lock:
                self._live.discard(kernel)
            kernel.close()

    def _started(self) -> Kernel:
        kernel = self._start()
        with self._lock:
            stopped = self._stopped
            if not stopped:
                self._live.add(kernel)
        if stopped:
            kernel.close()
            raise Stopped
        return kernel

    def stop(self) -> None:
        """End every kernel now."""
        with self._lock:
            self._stopped = True
            live = tuple(self._live)
        for kernel in live:
            kernel.kill()

    def close(self) -> None:
        """End and remove the kernels that nobody took."""
        with self._lock:
            self._stopped, left, self._ready = True, self._ready, []
        for kernel in left:
            kernel.close()
        if self._warm is not None:
            self._warm.close()


class Stopped(Exception):
    """The pool was stopped before this notebook's turn."""
