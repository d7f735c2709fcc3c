package org.leastaction.bench.data;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.leastaction.bench.data.model.ClassNames;
import org.leastaction.bench.data.picture.Colour;
import org.leastaction.bench.data.picture.PictureForm;
import org.leastaction.bench.data.picture.PictureReader;
import org.leastaction.io.damage.DamagedFiles;
import org.leastaction.flow.FlowShape;
import org.leastaction.flow.Segment;
import org.leastaction.bench.data.DataRequest.Purpose;
import org.leastaction.bench.data.model.HubFiles;
import org.leastaction.points.io.Npy;
import org.leastaction.points.io.NpyArray;

/** Damaged files of data sets are read or refused by one sentence. */
class DamagedDataFilesTest {

    @TempDir
    private Path folder;

    private void load() throws IOException {
        DataSets.standard().load(DataRequest.of(folder.toString()),
                DataPlaces.of(Optional.empty(), Optional.empty(), folder.resolve("home")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "packed"})
    void idx(String form) throws IOException {
        boolean packed = form.equals("packed");
        Path images = folder.resolve("images");
        Path labels = folder.resolve("labels");

        DamagedFiles
                .of("IDX images, " + form, images, packed ? IdxFiles.packed(IdxFiles.images(9)) : IdxFiles.images(9))
                .isReadOrRefused(() -> Idx.images(images));
        DamagedFiles
                .of("IDX labels, " + form, labels, packed ? IdxFiles.packed(IdxFiles.labels(90)) : IdxFiles.labels(90))
                .isReadOrRefused(() -> Idx.labels(labels));
    }

    /** The gzip stream is whole, so that it is the reader of its content that encounters the damage. */
    @Test
    void idxInsideGzip() throws IOException {
        Path images = folder.resolve("images.gz");

        DamagedFiles.of("IDX images inside gzip", images, IdxFiles.images(9))
                .withRepair(DamagedDataFilesTest::packed).isReadOrRefused(() -> Idx.images(images));
    }

    private static byte[] packed(byte[] content) {
        try {
            return IdxFiles.packed(content);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    @Test
    void aDataSetOfIdxFiles() throws IOException {
        IdxFiles.write(folder, 20, 10);
        Path labels = folder.resolve("t10k-labels-idx1-ubyte.gz");

        DamagedFiles.of("labels of a data set", labels, Files.readAllBytes(labels))
                .isReadOrRefused(() -> DataSets.standard().load(DataRequest.of("mnist"),
                        DataPlaces.of(Optional.of(folder), Optional.empty(), folder.resolve("home"))));
    }

    @Test
    void cifarBinary() throws IOException {
        CifarFiles.writeTen(folder);
        Path batch = folder.resolve("data_batch_2.bin");

        DamagedFiles.of("CIFAR binary", batch, Files.readAllBytes(batch)).isReadOrRefused(this::load);
    }

    @Test
    void cifarArchive() throws IOException {
        Path archive = folder.resolve("archive.tar.gz");
        byte[] whole =
                CifarFiles.tarGz(Map.of("a/test_batch.bin", CifarFiles.records(0, 1, 10, 1), "a/readme", new byte[9]));
        CifarRecords records = new CifarRecords(1, 10);

        DamagedFiles.of("CIFAR archive", archive, whole).isReadOrRefused(() -> records.images(archive, List.copyOf(
                records.read(archive, List.of("test_batch.bin")).values()), n -> IntStream.range(0, n).toArray()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"inside gzip", "unpacked"})
    void cifarTar(String form) throws IOException {
        Path archive = folder.resolve("archive.tar");
        byte[] packed =
                CifarFiles.tarGz(Map.of("a/test_batch.bin", CifarFiles.records(0, 1, 10, 1), "a/readme", new byte[9]));
        byte[] tar = new GZIPInputStream(new ByteArrayInputStream(packed)).readAllBytes();
        CifarRecords records = new CifarRecords(1, 10);

        DamagedFiles.of("CIFAR archive " + form, archive, tar)
                .withRepair(form.equals("unpacked") ? bytes -> bytes : DamagedDataFilesTest::packed)
                .isReadOrRefused(() -> records.read(archive, List.of("test_batch.bin")));
    }

    /** The sums of the chunks are put right, so that Java's reader encounters the damage. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void pngWithRightSums(int channels) throws IOException {
        Path image = folder.resolve("image.png");
        CifarFiles.image(image, 1, 5, channels);

        DamagedFiles.of("png of " + channels + " channels, sums right", image, Files.readAllBytes(image))
                .withRepair(DamagedDataFilesTest::withRightSums)
                .isReadOrRefused(() -> PictureReader.of(PictureForm.asStored(), image));
    }

    private static byte[] withRightSums(byte[] png) {
        byte[] repaired = png.clone();
        ByteBuffer bytes = ByteBuffer.wrap(repaired);
        for (int at = 8; at + 12 <= repaired.length;) {
            int length = bytes.getInt(at);
            if (length < 0 || length > repaired.length - at - 12) {
                return repaired;
            }
            CRC32 sum = new CRC32();
            sum.update(repaired, at + 4, 4 + length);
            bytes.putInt(at + 8 + length, (int) sum.getValue());
            at += 12 + length;
        }
        return repaired;
    }

    @ParameterizedTest
    @CsvSource({"png, 3", "png, 1", "jpg, 3"})
    void images(String format, int channels) throws IOException {
        for (int i = 0; i < 3; i++) {
            CifarFiles.image(folder.resolve("train/cat/" + i + "." + format), i, 5, channels);
            CifarFiles.image(folder.resolve("train/dog/" + i + "." + format), 9 + i, 5, channels);
        }
        CifarFiles.image(folder.resolve("test/cat/0." + format), 20, 5, channels);
        CifarFiles.image(folder.resolve("test/dog/0." + format), 21, 5, channels);
        Path image = folder.resolve("train/cat/1." + format);

        DamagedFiles.of(format + " of " + channels + " channels", image, Files.readAllBytes(image))
                .isReadOrRefused(this::load);
    }

    /** Every kind of golden file; resized, so that the whole picture is read. */
    @ParameterizedTest
    @ValueSource(strings = {"lossless.webp", "lossy.webp", "alpha.webp", "turned.webp", "inks.jpg", "progressive.jpg",
            "turned-6.jpg", "palette.png", "rgb-16-bits.png", "turned.png"})
    void pictures(String name) throws IOException {
        Path picture = folder.resolve(name);
        byte[] sound = DamagedDataFilesTest.class.getResourceAsStream("/golden/pictures/" + name).readAllBytes();
        PictureForm form = PictureForm.asStored().resized(List.of(16)).cropped(List.of(16)).in(Colour.RGB);

        DamagedFiles.of("picture " + name, picture, sound)
                .isReadOrRefused(() -> PictureReader.of(form, picture));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "list.csv | path,label,split%a.png,0,train%\"b, c.png\",1,test%",
            "list.jsonl | {\"path\":\"a.png\",\"label\":\"x\"}%{\"path\":\"b.png\",\"label\":\"y\"}%",
            "preprocessor_config.json | {\"size\":{\"shortest_edge\":20},\"crop_size\":16,\"image_mean\":[0.5],\"image_std\":[2]}",
            "names.txt | n00000001 a%n00000002 b%", "names.json | {\"id2label\":{\"0\":\"a\",\"1\":\"b\"}}"})
    void lists(String name, String text) throws IOException {
        Path list = folder.resolve(name);

        DamagedFiles.of("list " + name, list, text.replace("%", "\n").getBytes(StandardCharsets.UTF_8))
                .isReadOrRefused(() -> {
                    if (name.startsWith("list")) {
                        new PictureList(list).files(DataRequest.of(list.toString()).withPurpose(Purpose.measuring(2)));
                    } else if (name.startsWith("preprocessor")) {
                        HubFiles.beside(list, new FlowShape(
                                List.of(16, 16, 3), List.of(4), List.of(new Segment(List.of(4), 1)), 2));
                    } else {
                        ClassNames.read(list);
                    }
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"x_train", "y_train"})
    void arrays(String name) throws IOException {
        for (String part : List.of("train", "test")) {
            Npy.write(folder.resolve("x_" + part + ".npy"), NpyArray.of(new float[] {1, 2, 3, 4, 5, 6}, 3, 2));
            Npy.write(folder.resolve("y_" + part + ".npy"), NpyArray.of(new int[] {0, 1, 0}, 3));
        }
        Path array = folder.resolve(name + ".npy");

        DamagedFiles.of("data set array " + name, array, Files.readAllBytes(array)).isReadOrRefused(this::load);
    }
}
