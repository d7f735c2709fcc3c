package org.leastaction.tf.savedmodel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.leastaction.flow.FlowModel;
import org.leastaction.io.damage.DamagedFiles;
import org.leastaction.io.damage.Harmful;
import org.leastaction.tf.TensorFlowBackend;
import org.leastaction.tf.engine.Engine;
import org.tensorflow.proto.BundleEntryProto;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.TensorShapeProto;
import org.tensorflow.proto.TensorSliceProto;

/** Indices of variables on which TensorFlow's own reader would end the process. */
class DamagedVariablesTest {

    @TempDir
    private Path folder;

    private Path index;

    @BeforeAll
    static void start() {
        Engine.start();
    }

    @BeforeEach
    void copyTheGoldenModel() throws IOException {
        GoldenSavedModel.copyTo(folder);
        index = folder.resolve("variables/variables.index");
    }

    private void open() throws IOException {
        try (FlowModel model = new TensorFlowBackend().open(folder, GoldenSavedModel.ONE_THREAD)) {
            assertThat(model.shape()).isNotNull();
        }
    }

    @Test
    void damagedIndices() throws IOException {
        DamagedFiles.of("variables.index", index, Files.readAllBytes(index)).withPlace(folder)
                .isReadOrRefused(this::open);
    }

    @Test
    void damagedData() throws IOException {
        Path data = folder.resolve("variables/variables.data-00000-of-00001");
        DamagedFiles.of("variables.data", data, Files.readAllBytes(data)).withPlace(folder)
                .isReadOrRefused(this::open);
    }

    /** Damage to the entries, in a table with the right checksums. */
    @Test
    void damagedEntries() throws IOException {
        byte[] content = block(entries(), 16);
        DamagedFiles.of("variables.index, sums right", index, content).withPlace(folder)
                .withRepair(DamagedVariablesTest::table).isReadOrRefused(this::open);
    }

    @Test
    void tablesThatTheTestsWriteAreRead() throws IOException {
        Files.write(index, table(block(entries(), 3)));

        open();
    }

    private static Arguments harm(String what, Consumer<BundleEntryProto.Builder> change) {
        return Arguments.of(what, change);
    }

    static Stream<Arguments> harmfulEntries() {
        return Stream.of(
                harm("in data file 1 of 1", e -> e.setShardId(1)),
                harm("in data file -1 of 1", e -> e.setShardId(-1)),
                harm("from byte -1 on", e -> e.setOffset(-1)),
                harm("bytes from byte 9223372036854775807 on", e -> e.setOffset(Long.MAX_VALUE)),
                harm("takes -4 bytes", e -> e.setSize(-4)),
                harm("takes 9223372036854775807 bytes", e -> e.setSize(Long.MAX_VALUE)),
                harm("numbers of 4 bytes, but takes", e -> e.setSize(e.getSize() - 4)),
                harm("has 0 numbers of 4 bytes", e -> e.setShape(shape(0, Long.MAX_VALUE))),
                harm("impossible shape", e -> e.setShape(shape(-1))),
                harm("impossible shape", e -> e.setShape(shape(Long.MIN_VALUE, 2))),
                harm("impossible shape", e -> e.setShape(shape(1L << 40, 1L << 40))),
                harm("impossible shape", e -> e.setShape(shape(new long[255]))),
                harm("impossible shape", e -> e.setShape(TensorShapeProto.newBuilder().setUnknownRank(true))),
                harm("numbers of 4 bytes, but takes", e -> e.setShape(shape(1L << 61))),
                harm("numbers of 8 bytes, but takes", e -> e.setDtype(DataType.DT_DOUBLE)),
                harm("which is not of numbers", e -> e.setDtype(DataType.DT_VARIANT)),
                harm("which is not of numbers", e -> e.setDtypeValue(77)),
                harm("which is not of numbers", e -> e.setDtype(DataType.DT_FLOAT_REF)),
                harm("texts", e -> e.setDtype(DataType.DT_STRING)),
                harm("texts in 2 bytes", e -> e.setDtype(DataType.DT_STRING).setShape(shape()).setSize(2)),
                harm("not inside its shape", e -> e.addSlices(slice(-1, 1))),
                harm("not inside its shape", e -> e.addSlices(slice(0, 1L << 40))),
                harm("not inside its shape", e -> e.addSlices(TensorSliceProto.getDefaultInstance())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("harmfulEntries")
    void entriesThatDoNotFitTheirDataAreRefused(String message, Consumer<BundleEntryProto.Builder> change)
            throws IOException {
        TreeMap<String, byte[]> entries = entries();
        String first =
                entries.keySet().stream().filter(key -> key.endsWith("VARIABLE_VALUE")).findFirst().orElseThrow();
        BundleEntryProto.Builder entry = BundleEntryProto.parseFrom(entries.get(first)).toBuilder();
        change.accept(entry);
        entries.put(first, entry.build().toByteArray());
        Files.write(index, table(block(entries, 16)));

        Harmful.isRefused(index, this::open, "is damaged", message);
    }

    /** A small index with many entries for the same bytes. */
    @Test
    void overlappingVariablesAreRefused() throws IOException {
        TreeMap<String, byte[]> entries = entries();
        byte[] variable = entries.get(
                entries.keySet().stream().filter(key -> key.endsWith("VARIABLE_VALUE")).findFirst().orElseThrow());
        for (int copy = 0; copy < 10_000; copy++) {
            entries.put("copy " + copy, variable);
        }
        Files.write(index, table(block(entries, 16)));

        Harmful.isRefused(index, this::open, "is damaged", "its variables overlap");
    }

    static Stream<Arguments> harmfulTables() {
        return Stream.of(
                Arguments.of("a footer takes 48", (Edit) bytes -> Arrays.copyOf(bytes, 47)),
                Arguments.of("is empty", (Edit) bytes -> new byte[0]),
                Arguments.of("its last bytes are not those", (Edit) bytes -> with(bytes, bytes.length - 1, 0)),
                Arguments.of("its footer names a block", (Edit) bytes -> with(bytes, bytes.length - 48, 0xff)),
                Arguments.of("the checksum of its block", (Edit) bytes -> with(bytes, 20, bytes[20] ^ 1)),
                Arguments.of("the checksum of its block",
                        (Edit) bytes -> with(bytes, bytes.length - 52, bytes[bytes.length - 52] ^ 1)));
    }

    private interface Edit {
        byte[] of(byte[] bytes);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("harmfulTables")
    void damagedTablesAreRefused(String message, Edit edit) throws IOException {
        Files.write(index, edit.of(Files.readAllBytes(index)));

        Harmful.isRefused(index, this::open, message);
    }

    @Test
    void blocksOfWrongEntriesAreRefused() throws IOException {
        TreeMap<String, byte[]> entries = entries();
        entries.remove("");
        Files.write(index, table(block(entries, 16)));
        Harmful.isRefused(index, this::open, "its first entry does not describe");

        byte[] content = block(entries(), 16);
        Files.write(index, table(with(content, content.length - 1, 0x7f)));
        Harmful.isRefused(index, this::open, "restarts");

        Files.write(index, table(with(with(content, 1, 0xff), 2, 0x7f)));
        Harmful.isRefused(index, this::open, "an entry of a block is longer than the block");

        Files.write(index, table(block(new TreeMap<>(), 16)));
        Harmful.isRefused(index, this::open, "it has no entries");
    }

    private static byte[] with(byte[] bytes, int at, int value) {
        byte[] changed = bytes.clone();
        changed[at] = (byte) value;
        return changed;
    }

    private static TensorShapeProto.Builder shape(long... extents) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        for (long extent : extents) {
            shape.addDim(TensorShapeProto.Dim.newBuilder().setSize(extent));
        }
        return shape;
    }

    private static TensorSliceProto slice(long start, long length) {
        TensorSliceProto.Builder slice = TensorSliceProto.newBuilder();
        for (int k = 0; k < 4; k++) {
            slice.addExtent(TensorSliceProto.Extent.newBuilder().setStart(start).setLength(length));
        }
        return slice.build();
    }

    private TreeMap<String, byte[]> entries() throws IOException {
        TreeMap<String, byte[]> entries = new TreeMap<>();
        new IndexTable(index, Files.readAllBytes(index)).forEach((key, value) -> {
            byte[] bytes = new byte[value.remaining()];
            value.get(bytes);
            entries.put(IndexTable.text(key), bytes);
        });
        return entries;
    }

    /** Entries without shared prefixes, with a restart at every k-th. */
    private static byte[] block(Map<String, byte[]> entries, int k) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream restarts = new ByteArrayOutputStream();
        int count = 0;
        for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
            if (count++ % k == 0) {
                restarts.writeBytes(little(out.size()));
            }
            byte[] key = entry.getKey().getBytes(StandardCharsets.ISO_8859_1);
            write(out, 0);
            write(out, key.length);
            write(out, entry.getValue().length);
            out.writeBytes(key);
            out.writeBytes(entry.getValue());
        }
        if (count == 0) {
            restarts.writeBytes(little(0));
        }
        out.writeBytes(restarts.toByteArray());
        out.writeBytes(little(restarts.size() / Integer.BYTES));
        return out.toByteArray();
    }

    /** A table of one block of this content. */
    private static byte[] table(byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] data = append(out, content);
        byte[] meta = append(out, block(Map.of(), 16));
        byte[] position = append(out, block(Map.of("~", data), 1));
        ByteBuffer footer = ByteBuffer.allocate(48).order(ByteOrder.LITTLE_ENDIAN);
        footer.put(meta).put(position).putLong(40, 0xdb4775248b80fb57L);
        out.writeBytes(footer.array());
        return out.toByteArray();
    }

    /** Appends a block with its checksum; returns its position. */
    private static byte[] append(ByteArrayOutputStream out, byte[] content) {
        ByteArrayOutputStream handle = new ByteArrayOutputStream();
        write(handle, out.size());
        write(handle, content.length);
        CRC32C sum = new CRC32C();
        sum.update(content);
        sum.update(0);
        out.writeBytes(content);
        out.write(0);
        out.writeBytes(little(IndexTable.masked((int) sum.getValue())));
        return handle.toByteArray();
    }

    private static byte[] little(int number) {
        return ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(number).array();
    }

    private static void write(ByteArrayOutputStream out, int number) {
        int rest = number;
        while (rest >= 0x80) {
            out.write(rest & 0x7f | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
    }
}
