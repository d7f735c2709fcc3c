package org.leastaction.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.leastaction.io.AtomicFiles;

/** {@code lap study --shard i/n} and {@code lap study merge}. */
class ShardedStudyTest {

    private static final String STUDY = """
            study: small
            instances: %d
            measure: cost
            figures: [plane]
            settings: {data: circles, train-size: 40, test-size: 20, model: mlp, blocks: 2, epochs: 3, batch: 8}
            columns: [{label: plain, settings: {no-batch-norm: true}}, {label: normalised}]
            rows:
              - {label: vanilla, published: [[80, 70, 90], [90, 80, 100]]}
              - {label: lap, settings: {objective: lap}}
            """;

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void writeFile() throws IOException {
        file = Files.writeString(folder.resolve("study.yaml"), STUDY.formatted(3));
    }

    private Path shard(int index, int count, Object... options) {
        Path out = folder.resolve("shard-" + index);
        List<Object> arguments = new ArrayList<>(List.of(
                "study", file, "--quiet", "--html-points", 0, "--shard", index + "/" + count, "--out", out));
        arguments.addAll(List.of(options));
        LapRun.of(arguments.toArray()).done();
        return out;
    }

    private LapRun merge(Path out, Object... parts) {
        List<Object> arguments = new ArrayList<>(List.of("study", "merge"));
        arguments.addAll(List.of(parts));
        arguments.addAll(List.of("--quiet", "--html-points", 0, "--out", out));
        return LapRun.of(arguments.toArray());
    }

    @Test
    void mergedShardsAreTheStudy() throws Exception {
        Path whole = folder.resolve("whole");
        LapRun.of("study", file, "--quiet", "--html-points", 0, "--out", whole).done();
        Path[] shards = {shard(2, 3), shard(0, 3), shard(1, 3)};
        Path merged = folder.resolve("merged");

        merge(merged, (Object[]) shards).done();

        StudyFolders.requireSame(merged, whole, "merged");
        assertThat(StudyFolders.lines(merged)).isEqualTo(StudyFolders.lines(whole));
        assertThat(Files.readString(merged.resolve("manifest.json"))).contains("merged from", "shard-2");
        assertThat(LapRun.of("study", "status", shards[0]).done().out()).contains(", shard 3 of 3 (--shard 2/3)")
                .contains("   3 of 3  ").doesNotContain("0 of ").contains("3 of 3 instances of this shard exist");
        assertThat(LapRun.of("study", "status", shards[1], "--json").done().out()).contains("\"instances\" : 6")
                .contains("\"shard\" : \"0/3\"");
        // Repeated, nothing changes; run as a study, nothing is left to do.
        merge(merged, (Object[]) shards).done();
        LapRun.of("study", file, "--quiet", "--html-points", 0, "--out", merged).done();
        StudyFolders.requireSame(merged, whole, "again");
    }

    /** Autoencoders, decodings, particles and pictures of the first network of each cell. */
    @Test
    void mergedShardsOfImagesAreTheStudy() throws Exception {
        Path data = SampleData.images(folder.resolve("images.npz"), 60, 4);
        Files.writeString(file, """
                study: small
                instances: 2
                measure: cost
                figures: [decodings]
                prepare:
                  - name: coder
                    settings: {data: %1$s, model: autoencoder, filters: 4, epochs: 1}
                settings: {data: %1$s, model: resnet9, blocks: 1, filters: 4, encoder: coder, freeze-encoder: true, epochs: 1}
                columns: [{label: vanilla}]
                rows: [{label: few, settings: {train-size: 40}}, {label: all}]
                """.formatted(data));
        Path whole = folder.resolve("whole");
        LapRun.of("study", file, "--quiet", "--threads", 1, "--html-points", 0, "--out", whole).done();

        merge(folder.resolve("merged"), shard(1, 2, "--threads", 1), shard(0, 2, "--threads", 1)).done();

        StudyFolders.requireSame(folder.resolve("merged"), whole, "merged");
        assertThat(Folders.files(whole)).contains("decodings/small-r1c1-001.npz", "flows/small-r1c1-001.png",
                "prepared/coder.csv");
    }

    @Test
    void shardsOfSomeRowsAreAStudyOfThese() throws Exception {
        Path whole = folder.resolve("whole");
        LapRun.of("study", file, "--quiet", "--html-points", 0, "--rows", 2, "--out", whole).done();

        merge(folder.resolve("merged"), shard(0, 2, "--rows", 2), shard(1, 2, "--rows", 2)).done();

        StudyFolders.requireSame(folder.resolve("merged"), whole, "rows");
        LapRun.of("study", file, "--shard", "0/2", "--out", folder.resolve("shard-0")).refused(2,
                "with other settings, rows or data than these");
    }

    @Test
    void whatIsMissingIsListed() throws Exception {
        Path[] shards = {shard(0, 3), shard(2, 3)};
        List<String> lines = Files.readAllLines(shards[0].resolve("records.jsonl"));
        Files.write(shards[0].resolve("records.jsonl"), lines.subList(1, lines.size()));
        Path merged = folder.resolve("merged");

        LapRun run = merge(merged, (Object[]) shards);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("the shard 1/3 is missing")
                .contains(lines.get(0).replaceFirst("^.\"id\":\"([^\"]+)\".*", "$1") + " is missing");
        assertThat(Files.readString(merged.resolve("table.csv"))).startsWith("study,");
        // The missing part is run by its own command, and merged into the same folder.
        merge(merged, shard(0, 3), shard(1, 3), shards[1]).done();
        LapRun.of("study", file, "--quiet", "--html-points", 0, "--out", folder.resolve("whole")).done();
        StudyFolders.requireSame(merged, folder.resolve("whole"), "complete");
    }

    @Test
    void aDamagedRecordIsReported() throws Exception {
        Path zero = shard(0, 2);
        Path records = zero.resolve("records.jsonl");
        Files.writeString(records, Files.readString(records).replaceFirst("small-r", "small-x"));

        LapRun run = LapRun.of("study", "merge", zero, shard(1, 2), "--html-points", 0, "--out",
                folder.resolve("merged"));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains(zero + ": ").contains("line 1");
        assertThat(run.out()).contains("-001 is missing");
    }

    @Test
    void aShardWithoutAUnitIsAFolderLikeOthers() throws Exception {
        List<Object> shards = new ArrayList<>();
        for (int index = 0; index < 5; index++) {
            shards.add(shard(index, 5));
        }

        merge(folder.resolve("merged"), shards.toArray()).done();

        assertThat(StudyFolders.records(folder.resolve("merged"))).hasSize(12);
    }

    @Test
    void anInstanceThatIsThereTwiceIsListed() throws Exception {
        Path zero = shard(0, 2);
        Path same = folder.resolve("same");
        LapRun.of("study", file, "--quiet", "--shard", "0/2", "--out", same).done();

        merge(folder.resolve("merged"), zero, same).refused(2,
                "cannot be merged with the others: " + zero + " and " + same
                        + " both have small-r1c1-001, small-r1c1-002, small-r1c1-003");

        assertThat(folder.resolve("merged")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({
            "--seed, 3, 'has another study, scale, seed or other settings than '",
            "--scale, 0.5, 'has another study, scale, seed or other settings than '",
            "--threads, 2, 'was made with the backend threads ''2'', and '",
            "--shard, 1/4, 'is the shard 1/4, and '"
    })
    void otherFoldersAreRefused(String option, String value, String sentence) throws Exception {
        Path zero = shard(0, 2);
        Path other = folder.resolve("other");
        List<Object> arguments =
                new ArrayList<>(List.of("study", file, "--quiet", "--html-points", 0, "--out", other, option, value));
        if (!option.equals("--shard")) {
            arguments.addAll(List.of("--shard", "1/2"));
        }
        LapRun.of(arguments.toArray()).done();

        merge(folder.resolve("merged"), zero, other).refused(2, sentence);

        assertThat(folder.resolve("merged")).doesNotExist();
    }

    /** Points of the plane in a file; the same numbers of them whatever is changed. */
    private void writePoints(String changed) throws IOException {
        float[] values = SampleData.pointValues(60, 2, 2);
        int[] labels = IntStream.range(0, 60).map(i -> i % 2).toArray();
        switch (changed) {
            case "a coordinate" -> values[5] = 0.5f;
            case "a label" -> labels[5] = 0;
            default -> {}
        }
        Path points = SampleData.write(folder.resolve("points.npz"), values, new int[] {60, 2}, labels);
        Files.writeString(file, STUDY.formatted(3).replace("data: circles, train-size: 40, test-size: 20",
                "data: " + points + ", train-size: 48").replace("measure:", "seeds: consecutive\nmeasure:"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a coordinate", "a label"})
    void shardsOfOtherDataAreRefused(String changed) throws Exception {
        writePoints("nothing");
        Path zero = shard(0, 2);
        writePoints(changed);
        Path one = shard(1, 2);
        String data = folder.resolve("points.npz") + ", train-size 48";

        merge(folder.resolve("merged"), zero, one).refused(2,
                one + ": was made from other data '" + data + "' than " + zero + ": their SHA-256 is ");

        // Also where only other seeds draw the points that differ.
        String sum = "sha256 of the data [^\n]+";
        Matcher known = Pattern.compile(sum).matcher(Files.readString(zero.resolve("manifest.json")));
        assertThat(known.find()).isTrue();
        Path manifest = one.resolve("manifest.json");
        Files.writeString(manifest, Files.readString(manifest).replaceFirst(sum,
                Matcher.quoteReplacement(known.group())));
        merge(folder.resolve("merged"), zero, one).refused(2, "which are the same points, is ");
        assertThat(folder.resolve("merged")).doesNotExist();

        // The folder of a study goes on with the data with which it began.
        LapRun.of("study", file, "--quiet", "--shard", "0/2", "--out", zero).refused(2,
                zero + ": holds records that were made from other data '" + data + "', of SHA-256 ");
        writePoints("nothing");
        LapRun.of("study", file, "--quiet", "--html-points", 0, "--shard", "0/2", "--out", zero).done();
    }

    /** The first row has the points of a file, the second has circles. */
    private void writeRows(String changed) throws IOException {
        writePoints(changed);
        Files.writeString(file, Files.readString(file).replace("{objective: lap}",
                "{objective: lap, data: circles, test-size: 20}"));
    }

    private Path row(int row, String name) {
        Path out = folder.resolve(name);
        LapRun.of("study", file, "--quiet", "--html-points", 0, "--rows", row, "--out", out).done();
        return out;
    }

    @Test
    void rowsMayHaveDataOfTheirOwn() throws Exception {
        writeRows("nothing");
        Path both = row(1, "both");
        row(2, "both");

        merge(folder.resolve("merged"), row(1, "first"), row(2, "second")).done();

        StudyFolders.requireSame(folder.resolve("merged"), both, "merged");
        // The folder still knows the data of the row that was run first.
        writeRows("a label");
        LapRun.of("study", file, "--quiet", "--rows", 1, "--out", both).refused(2,
                both + ": holds records that were made from other data '" + folder.resolve("points.npz"));
    }

    @Test
    void aDamagedManifestIsWrittenAnew() throws Exception {
        Path manifest = shard(0, 2).resolve("manifest.json");
        String whole = Files.readString(manifest);
        Files.writeString(manifest, whole.substring(0, whole.length() / 2));

        shard(0, 2);

        assertThat(Files.readString(manifest)).contains("sha256 of the data circles, ").endsWith("}\n");
    }

    @Test
    void anotherVersionAndAnotherStudyAreRefused() throws Exception {
        Path zero = shard(0, 2);
        Path one = shard(1, 2);
        Path manifest = one.resolve("manifest.json");
        String text = Files.readString(manifest);
        Files.writeString(manifest, text.replaceFirst("\"version\" : \"[^\"]+\"", "\"version\" : \"0.0.1\""));
        merge(folder.resolve("merged"), zero, one).refused(2, "was made with the version '0.0.1', and ");
        Files.writeString(manifest, text.replaceFirst("\"loops\" : \"[^\"]+\"", "\"loops\" : \"others\""));
        merge(folder.resolve("merged"), zero, one).refused(2, "was made with the loops 'others', and ");
        Files.delete(manifest);
        merge(folder.resolve("merged"), zero, one).refused(2, "has no manifest.json");

        AtomicFiles.delete(one);
        Files.writeString(file, STUDY.formatted(4));
        merge(folder.resolve("merged"), zero, shard(1, 2)).refused(2, "has another study");
        merge(folder.resolve("merged"), zero, folder.resolve("nothing")).refused(2, "there is no such folder");
        merge(folder.resolve("merged"), zero, zero).refused(2, "is named twice");
        merge(zero, zero).refused(2, "is one of the folders to merge");
        LapRun.of("study", "merge", zero).refused(2, "--out: name the folder for the merged study");
        LapRun.of("study", file, "--shard", "2/2").refused(2, "--shard: a shard is i/n");
        LapRun.of("study", file, "--shard", "0/3", "--out", zero).refused(2, "holds the shard 0/2 of the study small");
    }
}
