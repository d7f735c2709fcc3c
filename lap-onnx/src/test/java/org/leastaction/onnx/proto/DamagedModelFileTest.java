package org.leastaction.onnx.proto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.leastaction.io.InputFileException;
import org.leastaction.io.damage.DamagedFiles;
import org.leastaction.io.damage.Harmful;
import org.leastaction.onnx.proto.ModelWriter.WireWriter;

/** Damaged ONNX files are read or refused by one sentence. MutatedModelTest covers the later stages. */
class DamagedModelFileTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"plane.onnx", "inverted_bottlenecks.onnx", "vit_pre.onnx"})
    void models(String name) throws IOException, URISyntaxException {
        Path file = folder.resolve("damaged.onnx");

        DamagedFiles.of(name, file, Files.readAllBytes(golden(name))).isReadOrRefused(() -> ModelFile.read(file));
    }

    @Test
    void gzippedModels() throws IOException, URISyntaxException {
        byte[] whole = gzipped(Files.readAllBytes(golden("plane.onnx")));
        Path file = folder.resolve("damaged.onnx.gz");

        DamagedFiles.of("gzipped ONNX", file, whole).isReadOrRefused(() -> ModelFile.read(file));
    }

    /** The checksum is that of the damaged content. */
    @Test
    void modelsInsideGzip() throws IOException, URISyntaxException {
        Path file = folder.resolve("damaged.onnx.gz");

        DamagedFiles.of("ONNX inside gzip", file, Files.readAllBytes(golden("plane.onnx")))
                .withRepair(DamagedModelFileTest::gzipped).isReadOrRefused(() -> ModelFile.read(file));
    }

    /** 64 KB that unpack to 64 MiB, and several streams of them in one file, which gzip allows. */
    @ParameterizedTest
    @ValueSource(ints = {1, 20})
    void gzipBombs(int streams) throws IOException {
        byte[] stream = gzipped(new byte[1 << 26]);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < streams; i++) {
            all.writeBytes(stream);
        }
        Path file = Files.write(folder.resolve("bomb.onnx.gz"), all.toByteArray());

        Harmful.isRefused(file, () -> ModelFile.read(file), "unpacks to", "-Dlap.limit.expansion=");
    }

    private static Path golden(String name) throws URISyntaxException {
        return Path.of(DamagedModelFileTest.class.getResource("/golden/" + name).toURI());
    }

    private static byte[] gzipped(byte[] content) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(content);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return packed.toByteArray();
    }

    /** Operations without a kind would be refused first; these have one and a result. */
    @Test
    void moreOperationsThanTheLimit() throws IOException {
        byte[] node = new WireWriter().text(2, "y").text(4, "Relu").toBytes();
        WireWriter graph = new WireWriter();
        for (int i = 0; i < 200_001; i++) {
            graph.bytes(1, ByteSlice.of(node));
        }
        Path file = Files.write(folder.resolve("large.onnx"), new WireWriter().varint(1, 8)
                .message(8, new WireWriter().varint(2, 17)).message(7, graph).toBytes());

        assertThatThrownBy(() -> ModelFile.read(file)).isInstanceOf(InputFileException.class)
                .hasMessageContaining("operations, and the limit is 200,000")
                .hasMessageContaining("-Dlap.limit.graph-operations=");
    }

    /** Nested groups, and messages in messages, as deep as the file is long. */
    @ParameterizedTest
    @ValueSource(ints = {15 << 3 | 3, 7 << 3 | 3, 7 << 3 | 2})
    void nesting(int tag) throws IOException {
        byte[] bytes = new byte[400_002];
        Arrays.fill(bytes, (byte) tag);
        bytes[0] = 1 << 3;
        bytes[1] = 8;
        Path file = Files.write(folder.resolve("nested.onnx"), bytes);

        Harmful.isRefused(file, () -> ModelFile.read(file));
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void aPipeIsNotOpened() throws IOException, InterruptedException {
        Path pipe = folder.resolve("pipe.onnx");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();

        Harmful.isRefused(pipe, () -> ModelFile.read(pipe), "a pipe or a device");
    }
}
