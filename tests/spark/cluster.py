"""A standalone cluster of Spark on this machine: a master and workers, stopped whatever happens."""

import os
import signal
import socket
import subprocess
import time
from pathlib import Path

import pyspark

HOME = Path(pyspark.__file__).parent
HOST = "127.0.0.1"
# Seconds until a process of the cluster has begun, or until a job is given up.
PATIENCE = 60
SECONDS = 400


def free_port():
    """A port that nobody listens at."""
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        return listener.getsockname()[1]


class Cluster:
    """A master and two workers, each with one core and its own folder at the head of PATH."""

    def __init__(self, folder, nodes):
        self.folder = folder
        self.env = {
            **os.environ,
            "SPARK_DAEMON_MEMORY": "512m",
            "SPARK_HOME": str(HOME),
            "SPARK_LOCAL_DIRS": str(folder / "local"),
        }
        self.master = f"spark://{HOST}:{free_port()}"
        self.processes = {}
        self.nodes = nodes

    def __enter__(self):
        try:
            port = self.master.rpartition(":")[2]
            self.start("master", ["--port", port], {})
            self.wait_for("master", "New state: ALIVE")
            for name, node in self.nodes.items():
                self.start_worker(name, node)
            for name in self.nodes:
                self.wait_for(name, "Successfully registered with master")
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_):
        self.stop()

    def start_worker(self, name, node):
        """Starts the worker of a node."""
        work = ["--cores", "1", "--memory", "1g", "--work-dir", str(self.folder / name)]
        self.start("worker", [*work, self.master], {"PATH": f"{node}:{os.environ['PATH']}"}, name)

    def start(self, what, options, env, name=None):
        """Starts a process of the cluster, with a group of processes for it and its executors."""
        main = f"org.apache.spark.deploy.{what}.{what.capitalize()}"
        command = [HOME / "bin/spark-class", main, "--host", HOST, "--webui-port", "0", *options]
        with self.log(name or what).open("wb") as log:
            self.processes[name or what] = subprocess.Popen(
                command, stdout=log, stderr=log, env=self.env | env, start_new_session=True
            )

    def log(self, name):
        """Where a process of the cluster writes what it does."""
        return self.folder / f"{name}.log"

    def wait_for(self, name, words):
        """Waits until a process says something."""
        end = time.monotonic() + PATIENCE
        while words not in self.log(name).read_text(errors="replace"):
            assert self.processes[name].poll() is None, self.log(name).read_text(errors="replace")
            assert time.monotonic() < end, f"{name} does not say «{words}»"
            time.sleep(0.2)

    def kill(self, name):
        """Ends a process and its executors as a power cut would."""
        process = self.processes.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def stop(self):
        """Ends everything."""
        for name in list(self.processes):
            self.kill(name)

    def submit(self, *words, watch=None):
        """Runs the job; `watch` sees each line. Gives exit code and lines."""
        script = Path(__file__).resolve().parents[2] / "spark/litopys_spark.py"
        options = [
            *("--master", self.master, "--driver-memory", "1g", "--executor-memory", "1g"),
            # Nothing begins before all workers are there.
            *("--conf", "spark.scheduler.minRegisteredResourcesRatio=1.0"),
            *("--conf", "spark.ui.enabled=false"),
            *("--conf", f"spark.driver.host={HOST}"),
        ]
        command = [HOME / "bin/spark-submit", *options, script, *words]
        job = subprocess.Popen(
            [str(word) for word in command],
            # spark-submit passes on to standard output what the job writes to standard error.
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=self.env,
            text=True,
            start_new_session=True,
        )
        try:
            lines = []
            for line in job.stdout:
                lines.append(line.rstrip())
                if watch:
                    watch(lines[-1])
            return job.wait(SECONDS), lines
        finally:
            if job.poll() is None:
                os.killpg(job.pid, signal.SIGKILL)
                job.wait()
