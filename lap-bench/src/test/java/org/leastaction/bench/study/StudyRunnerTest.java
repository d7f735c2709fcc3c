package org.leastaction.bench.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.leastaction.bench.record.RecordFiles;
import org.leastaction.bench.record.RunResult;
import org.leastaction.bench.study.StudyDirectory.InstanceFailure;
import org.leastaction.bench.study.StudyExecutor.UnitWork;
import org.leastaction.bench.study.table.TableFormats;
import org.leastaction.bench.study.table.StudyTable;
import org.leastaction.bench.study.table.StudyTable.CellResult;

class StudyRunnerTest {

    private static final UnitWork WORK = StudyRunnerTest::records;

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void writeFile() throws IOException {
        file = Files.writeString(folder.resolve("sample.yaml"), "study: sample\n");
    }

    private static List<RunResult> records(WorkUnit unit) {
        return unit.instances().stream().filter(unit::lacks)
                .map(instance -> RunResult.of(
                        SampleStudy.record(instance, 0.5 + (instance.seed(0) % 1000) / 2000.0)))
                .toList();
    }

    @Test
    void everyInstanceGetsOneRecord() throws Exception {
        StudyDirectory directory = directory("once", 30);

        new StudyRunner(new LocalExecutor(2)).run(directory, WORK);

        assertThat(directory.runs().records().all()).hasSize(120);
        assertThat(directory.records()).hasSize(120);
        assertThat(missing(directory)).isEmpty();
    }

    @Test
    void cellsThatWereNotChosenAreLeftForLater() throws Exception {
        StudyDirectory directory = directory("rows", 3);
        StudyRunner firstRow = new StudyRunner(new LocalExecutor(1)).withCells(cell -> cell.row() == 0);

        firstRow.run(directory, WORK);

        assertThat(directory.records()).hasSize(6).allSatisfy((id, record) -> assertThat(id).contains("-r1c"));
        assertThat(firstRow.toDo(directory)).isEmpty();
        assertThat(firstRow.wanted(directory.study())).hasSize(2)
                .allSatisfy(unit -> assertThat(unit.instances()).hasSize(3));
        assertThat(missing(directory)).hasSize(2);
    }

    @Test
    void aStudyThatIsStoppedAgainAndAgainEndsWithTheSameTable() throws Exception {
        StudyDirectory undisturbed = directory("undisturbed", 30);
        new StudyRunner(new LocalExecutor(1)).run(undisturbed, WORK);
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        StudyDirectory stopped = directory("stopped", 30);

        while (!missing(stopped).isEmpty()) {
            AtomicInteger left = new AtomicInteger(random.nextInt(3));
            StudyExecutor stopping = (units, work, outcome) -> {
                for (WorkUnit unit : units) {
                    List<RunResult> made = records(unit);
                    if (left.getAndDecrement() == 0) {
                        // As a kill between two appends leaves it.
                        outcome.made(unit, made.subList(0, random.nextInt(made.size())));
                        return;
                    }
                    outcome.made(unit, made);
                }
            };
            new StudyRunner(stopping).run(stopped, WORK);
            stopped.close();
            stopped = directory("stopped", 30);
        }

        assertThat(TableFormats.csv(StudyTable.of(stopped))).as("seed %d", seed)
                .isEqualTo(TableFormats.csv(StudyTable.of(undisturbed)));
        assertThat(stopped.runs().records().all()).as("seed %d", seed).hasSize(120);
    }

    @Test
    void aStudyThatIsCutShortHasAsManyInstancesOfEveryCell() throws Exception {
        StudyDirectory directory = directory("short", 250);
        StudyExecutor sixUnits = (units, work, outcome) -> {
            for (WorkUnit unit : units.subList(0, 6)) {
                outcome.made(unit, records(unit));
            }
        };

        new StudyRunner(sixUnits).run(directory, WORK);

        assertThat(StudyTable.of(directory).cells()).extracting(CellResult::made).containsExactly(200, 200, 100, 100);
        assertThat(missing(directory)).extracting(WorkUnit::label).containsExactly(
                "sample-r2c1-101 … sample-r2c1-200", "sample-r2c2-101 … sample-r2c2-200",
                "sample-r1c1-201 … sample-r1c1-250", "sample-r1c2-201 … sample-r1c2-250",
                "sample-r2c1-201 … sample-r2c1-250", "sample-r2c2-201 … sample-r2c2-250");
    }

    @Test
    void filesOfAnInstanceStandBesideItsRecord() throws Exception {
        StudyDirectory directory = directory("files", 1);
        UnitWork drawing = unit -> records(unit).stream()
                .map(made -> new RunResult(made.record(),
                        Map.of(RecordFiles.particles(made.record().id()), new byte[] {1, 2, 3})))
                .toList();

        new StudyRunner(new LocalExecutor(1)).run(directory, drawing);

        assertThat(directory.runs().particlesFile("sample-r2c1-001")).hasBinaryContent(new byte[] {1, 2, 3});
    }

    @Test
    void aFailedUnitIsListedAndTheOthersGoOn() throws Exception {
        StudyDirectory directory = directory("failing", 3);
        UnitWork failing = unit -> {
            if (unit.instances().get(0).cell().row() == 1 && unit.instances().get(0).cell().column() == 0) {
                throw new IOException("no such weather");
            }
            return records(unit);
        };

        new StudyRunner(new LocalExecutor(2)).run(directory, failing);

        assertThat(directory.records()).hasSize(9);
        assertThat(directory.failures()).extracting(InstanceFailure::id)
                .containsExactly("sample-r2c1-001", "sample-r2c1-002", "sample-r2c1-003");
        assertThat(directory.failures()).extracting(InstanceFailure::reason).containsOnly("no such weather");

        new StudyRunner(new LocalExecutor(2)).run(directory, WORK);

        assertThat(directory.records()).hasSize(12);
        assertThat(directory.failures()).isEmpty();
    }

    @Test
    @Timeout(20)
    void anInterruptedStudyStopsItsWorkers() throws Exception {
        StudyDirectory directory = directory("interrupted", 3);
        CountDownLatch started = new CountDownLatch(1);
        Set<Thread> workers = new HashSet<>();
        UnitWork endless = unit -> {
            synchronized (workers) {
                workers.add(Thread.currentThread());
            }
            started.countDown();
            Thread.sleep(60_000);
            return records(unit);
        };
        List<Throwable> thrown = new ArrayList<>();
        Thread study = new Thread(() -> {
            try {
                new StudyRunner(new LocalExecutor(2)).run(directory, endless);
            } catch (Throwable stopped) {
                thrown.add(stopped);
            }
        });
        study.start();
        started.await();

        study.interrupt();
        study.join();

        assertThat(thrown).singleElement().isInstanceOf(InterruptedException.class);
        for (Thread worker : workers) {
            worker.join();
        }
        assertThat(directory.records()).isEmpty();
    }

    @Test
    void theFolderOfAnotherStudyIsRefused() throws Exception {
        directory("taken", 3).close();

        assertThatThrownBy(() -> directory("taken", 4)).hasMessageContaining("taken").hasMessageContaining("sample");
        assertThatThrownBy(() -> StudyDirectory.of(folder.resolve("taken"), SampleStudy.of(3), file, 1))
                .hasMessageContaining("seed 0");
    }

    @Test
    void instancesWithDamagedFilesAreMissingUntilTheyAreRunAgain() throws Exception {
        StudyDirectory directory = directory("damaged", 2);
        UnitWork drawing = unit -> records(unit).stream()
                .map(made -> new RunResult(made.record(),
                        Map.of(RecordFiles.particles(made.record().id()), new byte[] {1, 2, 3})))
                .toList();
        StudyRunner runner = new StudyRunner(new LocalExecutor(1));
        runner.run(directory, drawing);
        assertThat(missing(directory)).isEmpty();
        String whole = Files.readString(directory.runs().recordsFile());

        Files.delete(directory.runs().particlesFile("sample-r1c1-001"));
        Files.write(directory.runs().particlesFile("sample-r2c2-002"), new byte[] {1, 2});
        assertThat(missing(directory)).extracting(WorkUnit::missing)
                .containsExactlyInAnyOrder(Set.of("sample-r1c1-001"), Set.of("sample-r2c2-002"));

        runner.run(directory, drawing);
        assertThat(missing(directory)).isEmpty();
        assertThat(directory.runs().recordsFile()).hasContent(whole);
    }

    private static List<WorkUnit> missing(StudyDirectory directory) throws IOException {
        return new StudyRunner(new LocalExecutor(1)).toDo(directory);
    }

    private StudyDirectory directory(String name, int instances) throws IOException {
        return StudyDirectory.of(folder.resolve(name), SampleStudy.of(instances), file, 0);
    }
}
