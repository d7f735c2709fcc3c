package org.leastaction.bench.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.leastaction.bench.record.Manifest;
import org.leastaction.bench.record.RecordFiles;
import org.leastaction.bench.record.RunResult;
import org.leastaction.bench.study.Study.Preparation;

class StudyMergeTest {

    private static final Study STUDY = prepared(SampleStudy.of(101));

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void writeFile() throws IOException {
        file = Files.writeString(folder.resolve("study.yaml"), "study: sample\n");
    }

    private static Study prepared(Study study) {
        return study.with(study.instances(), List.of(new Preparation("small", Map.of())), study.cells(),
                StudyScale.WHOLE);
    }

    private StudyDirectory shard(int index, int count, Predicate<StudyInstance> wanted) throws IOException {
        Shard.Part part = new Shard(index, count).of(STUDY.units(wanted), unit -> 1);
        Path path = folder.resolve("shard-" + index);
        try (StudyDirectory directory = StudyDirectory.of(path, STUDY, file, 0, Optional.of(part))) {
            fill(directory);
        }
        return read(path);
    }

    private static StudyDirectory read(Path path) throws IOException {
        return StudyDirectory.open(path, copy -> STUDY);
    }

    /** Records with every kind of file that there is, a model, and an autoencoder. */
    private static void fill(StudyDirectory directory) throws IOException {
        directory.runs().write(Manifest.of(Map.of("version", "1")));
        Path autoencoder = Files.createDirectories(directory.preparedFolder(STUDY.prepared().get(0)).resolve("inner"));
        Files.writeString(autoencoder.resolve("weights"), "weights");
        Files.writeString(autoencoder.resolveSibling("autoencoder.json"), "{}");
        Files.writeString(autoencoder.getParent().resolveSibling("small.csv"), "epoch,error\n");
        for (StudyInstance instance : directory.own()) {
            RunResult result = RunResult.of(SampleStudy.record(instance, 0.5));
            if (instance.index() == 0) {
                for (String kind : RecordFiles.all(instance.id())) {
                    result = result.withFile(kind, kind.getBytes(StandardCharsets.UTF_8));
                }
                Path model = Files.createDirectories(directory.runs().modelFolder(instance.id()));
                Files.writeString(model.resolve("model.json"), instance.id());
            }
            directory.runs().keep(result);
        }
    }

    private static Map<String, String> contents(Path run) throws IOException {
        try (Stream<Path> files = Files.walk(run)) {
            Map<String, String> contents = new TreeMap<>();
            for (Path one : files.filter(Files::isRegularFile).toList()) {
                String name = run.relativize(one).toString();
                if (!List.of("manifest.json", ".lap.lock").contains(name)) {
                    contents.put(name, Files.readString(one));
                }
            }
            return contents;
        }
    }

    @Test
    void everyFileOfTheFoldersIsInTheMergedOne() throws Exception {
        try (StudyDirectory whole = StudyDirectory.of(folder.resolve("whole"), STUDY, file, 0)) {
            fill(whole);
        }
        List<StudyDirectory> parts = new ArrayList<>();
        for (int index : List.of(2, 0, 1)) {
            parts.add(shard(index, 3, instance -> true));
        }

        StudyMerge merge = StudyMerge.of(parts);
        try (StudyDirectory merged = StudyDirectory.of(folder.resolve("merged"), STUDY, file, 0)) {
            merge.into(merged);
        }

        assertThat(merge.missing()).isEmpty();
        Map<String, String> expected = contents(folder.resolve("whole"));
        Map<String, String> actual = contents(folder.resolve("merged"));
        assertThat(sortedLines(actual.remove("records.jsonl")))
                .isEqualTo(sortedLines(expected.remove("records.jsonl")));
        assertThat(actual).isEqualTo(expected);
        assertThat(read(folder.resolve("merged")).runs().damagedFiles()).isEmpty();
    }

    private static List<String> sortedLines(String text) {
        return text.lines().sorted().toList();
    }

    @Test
    void aShardCountsItsOwnInstances() throws Exception {
        StudyDirectory one = shard(1, 3, instance -> true);

        assertThat(one.shard()).contains(new Shard(1, 3));
        assertThat(one.own()).extracting(StudyInstance::id).containsExactlyElementsOf(one.records().keySet());
        assertThat(one.own()).hasSizeLessThan(4 * 101);
    }

    /** Rows that differ, or data whose sizes differ, divide the study differently. */
    @Test
    void shardsOfDifferentPartitionsAreRefused() throws Exception {
        StudyDirectory zero = shard(0, 2, instance -> true);
        StudyDirectory one = shard(1, 2, instance -> instance.cell().row() == 0);

        assertThatThrownBy(() -> StudyMerge.of(List.of(zero, one)))
                .hasMessageContaining(" are shards of different partitions of the study")
                .hasMessageContaining("all shards need the same rows and the same data");
    }

    @Test
    void shardsOfSomeRowsMissNothing() throws Exception {
        List<StudyDirectory> parts = List.of(shard(0, 2, instance -> instance.cell().row() == 1),
                shard(1, 2, instance -> instance.cell().row() == 1));

        assertThat(StudyMerge.of(parts).missing()).isEmpty();
        assertThat(StudyMerge.of(parts.subList(0, 1)).missing()).containsExactly("the shard 1/2 is missing");
    }
}
