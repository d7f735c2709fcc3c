package org.leastaction.bench.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.leastaction.bench.data.DataRequest.Purpose;
import org.leastaction.bench.data.model.ModelInputs;
import org.leastaction.bench.data.picture.Colour;
import org.leastaction.bench.data.picture.PictureForm;
import org.leastaction.bench.data.picture.PictureReader;
import org.leastaction.flow.FlowShape;
import org.leastaction.flow.InputDescription;
import org.leastaction.flow.Segment;
import org.leastaction.io.AtomicFiles;
import org.leastaction.io.InputFileException;

class ImageFoldersTest {

    @TempDir
    Path folder;

    private DataSet load() throws IOException {
        return load(DataRequest.of(folder.toString()));
    }

    private DataSet load(DataRequest request) throws IOException {
        return DataSets.standard().load(
                request, DataPlaces.of(Optional.empty(), Optional.empty(), folder.resolve("home")));
    }

    private void write(String file, int number, int side, int channels) throws IOException {
        CifarFiles.image(folder.resolve(file), number, side, channels);
    }

    /** Three images of each of two classes to train on, one of each to test on. */
    private void writeSplit() throws IOException {
        for (int i = 0; i < 3; i++) {
            write("train/cat/" + i + ".png", i, 5, 3);
            write("train/dog/" + i + ".PNG", 10 + i, 5, 3);
        }
        write("test/cat/0.png", 20, 5, 3);
        write("test/dog/0.png", 21, 5, 3);
    }

    private void requireRefused(Path named, String problem) {
        assertThatThrownBy(this::load).isInstanceOf(InputFileException.class)
                .message().startsWith(named + ": ").contains(problem).doesNotContain("\n");
    }

    @Test
    void imagesAreReadAsTheyAreInTheOrderOfTheirNames() throws IOException {
        writeSplit();
        Files.writeString(folder.resolve("train/cat/.hidden.png"), "no image");
        Files.writeString(folder.resolve("train/cat/notes.txt"), "no image");

        DataSet data = load();

        assertThat(data.train().labels()).containsExactly(0, 0, 0, 1, 1, 1);
        assertThat(data.train().shape()).containsExactly(5, 5, 3);
        for (int y = 0; y < 5; y++) {
            for (int x = 0; x < 5; x++) {
                for (int c = 0; c < 3; c++) {
                    assertThat(data.train().points().get(4, (y * 5 + x) * 3 + c))
                            .isCloseTo(CifarFiles.pixel(11, y, x, c) / 255.0, within(1e-6));
                }
            }
        }
        assertThat(data.usual().key()).isEqualTo("none");
        assertThat(load(DataRequest.of(folder.toString()).withMean(List.of(0.5)).withStd(List.of(0.25)))
                .train().points().get(0, 1))
                .isCloseTo((CifarFiles.pixel(0, 0, 0, 1) / 255.0 - 0.5) / 0.25, within(1e-5));
    }

    @Test
    void withoutASplitAFifthIsHeldOut() throws IOException {
        for (int i = 0; i < 10; i++) {
            write("a/" + i + ".png", i, 4, 1);
            write("b/" + i + ".png", 10 + i, 4, 1);
        }

        DataSet data = load(DataRequest.of(folder.toString()).withSeed(2));

        assertThat(data.train().size()).isEqualTo(16);
        assertThat(data.test().size()).isEqualTo(4);
        assertThat(data.train().shape()).containsExactly(4, 4, 1);
        int grey = Math.round(data.test().points().array()[0] * 255);
        assertThat(grey).as("a grey as it is in the file, not converted").isLessThan(256);
        assertThat(load(DataRequest.of(folder.toString()).withSeed(2)).sha256()).isEqualTo(data.sha256());
        assertThat(load(DataRequest.of(folder.toString()).withSeed(3)).sha256()).isNotEqualTo(data.sha256());
    }

    @Test
    void greysAreNotConverted() throws IOException {
        for (int i = 0; i < 3; i++) {
            write("train/a/" + i + ".png", 50 * i, 4, 1);
            write("train/b/" + i + ".png", 50 * i + 7, 4, 1);
        }
        write("test/a/0.png", 3, 4, 1);

        assertThat(load().train().points().get(2, 5))
                .isCloseTo(CifarFiles.pixel(100, 1, 1, 0) / 255.0, within(1e-6));
    }

    @Test
    void photographsAndPalettesAreReadToo() throws IOException {
        writeSplit();
        write("train/dog/photo.jpg", 30, 5, 3);
        BufferedImage palette = new BufferedImage(5, 5, BufferedImage.TYPE_BYTE_INDEXED);
        palette.setRGB(1, 0, 0xff0000);
        ImageIO.write(palette, "png", folder.resolve("train/dog/palette.png").toFile());

        DataSet data = load();

        assertThat(data.train().size()).isEqualTo(8);
        assertThat(data.train().points().get(6, 3)).as("red of the second pixel").isCloseTo(1, within(1e-6));
        assertThat(data.train().points().get(6, 4)).as("green of the second pixel").isZero();
    }

    @Test
    void anImageOfAnotherSizeIsNamed() throws IOException {
        writeSplit();
        write("train/dog/1.PNG", 11, 6, 3);
        requireRefused(folder.resolve("train/dog/1.PNG"),
                "is 6 × 6 pixels (height × width), and the first picture gives 5 × 5; --resize and --crop");
    }

    @Test
    void mixedChannelsAreNamed() throws IOException {
        writeSplit();
        write("test/dog/0.png", 11, 5, 1);
        requireRefused(folder.resolve("test/dog/0.png"), "has 1 channels, and "
                + folder.resolve("train/cat/0.png") + " 3; --colour grey or --colour rgb converts all");
        for (Colour colour : Colour.values()) {
            assertThat(load(DataRequest.of(folder.toString()).withPictures(PictureForm.asStored().in(colour)))
                    .test().shape()).containsExactly(5, 5, colour.channels());
        }
        assertThat(load(DataRequest.of(folder.toString()).withPurpose(
                new Purpose(false, 2, List.of(5, 5, 1), true, ModelInputs.unknown(), Optional.empty()))).test().shape())
                .as("the colours of the model").containsExactly(5, 5, 1);
    }

    @Test
    void brokenImagesAreNamed() throws IOException {
        writeSplit();
        Path file = folder.resolve("train/cat/2.png");
        byte[] whole = Files.readAllBytes(file);
        for (int length : new int[] {0, 7, 20, 40, whole.length / 2, whole.length - 20}) {
            Files.write(file, Arrays.copyOf(whole, length));
            requireRefused(file, "is not a valid picture");
        }
        for (int position : new int[] {3, 18, 45, whole.length / 2, whole.length - 18}) {
            byte[] flipped = whole.clone();
            flipped[position] ^= 1;
            Files.write(file, flipped);
            requireRefused(file, "is not a valid picture");
        }
        Files.writeString(file, "text");
        requireRefused(file, "is not a valid picture");
        Files.delete(file);
        write("train/cat/z.jpg", 1, 5, 3);
        Path photo = folder.resolve("train/cat/z.jpg");
        byte[] jpeg = Files.readAllBytes(photo);
        Files.write(photo, Arrays.copyOf(jpeg, jpeg.length - 30));
        requireRefused(photo, "is not a valid picture");
    }

    @Test
    void foldersThatAreNoClassificationAreRefused() throws IOException {
        writeSplit();
        Files.createDirectories(folder.resolve("train/ape"));
        requireRefused(folder.resolve("train/ape"), "is a class folder without a .png, .jpg or .webp image");
        Files.delete(folder.resolve("train/ape"));
        write("test/ape/0.png", 1, 5, 3);
        requireRefused(folder.resolve("test/ape"), "is a class folder that the training images lack");
        AtomicFiles.delete(folder.resolve("test"));
        requireRefused(folder, "has a folder train but no folder test with images to measure");
        AtomicFiles.delete(folder.resolve("train"));
        write("only/0.png", 1, 5, 3);
        requireRefused(folder, "holds one class folder, only");
    }

    /** The class names number the folders: a folder of some of the classes does not number them anew. */
    @Test
    void classNamesNumberTheFolders() throws IOException {
        write("test/n02/0.png", 20, 5, 3);
        write("test/n00/0.png", 21, 5, 3);
        Path names = Files.writeString(folder.resolve("names.json"),
                "{\"0\": [\"n02\", \"tench\"], \"1\": [\"n01\", \"goldfish\"], \"2\": [\"n00\", \"shark\"]}");
        DataRequest request = DataRequest.of(folder.toString()).withPurpose(Purpose.measuring(3)).withClassNames(names);

        DataSet data = load(request);

        assertThat(data.test().labels()).containsExactly(0, 2);
        assertThat(data.test().classes()).isEqualTo(3);
        assertThat(data.classNames()).containsExactly("tench", "goldfish", "shark");
        write("test/n07/0.png", 21, 5, 3);
        assertThatThrownBy(() -> load(request)).hasMessageContaining(folder.resolve("test/n07").toString())
                .hasMessageContaining("is a class folder that the file of class names lacks");
    }

    @Test
    void caseOfNamesIsIgnoredUnlessNamesDifferInNothingElse() throws IOException {
        write("test/cat/0.png", 20, 5, 3);
        write("test/DOG/0.png", 21, 5, 3);
        Path names = Files.writeString(folder.resolve("names"), "Dog\nCow\nCat\n");
        DataRequest request = DataRequest.of(folder.toString()).withPurpose(Purpose.measuring(3)).withClassNames(names);
        assertThat(load(request).test().labels()).containsExactly(0, 2);
        assertThat(load(request.withPurpose(request.purpose().withModel(ModelInputs.unknown().with(
                InputDescription.unknown().withClasses(List.of("dog", "cow", "cat"), List.of("n1", "n2", "n3")),
                new FlowShape(List.of(5, 5, 3), List.of(4), List.of(new Segment(List.of(4), 1)), 3)))))
                .test().labels()).as("with the model's names").containsExactly(0, 2);

        Files.writeString(names, "cat\nCat\nDOG");
        assertThat(load(request).test().labels()).containsExactly(0, 2);
        Files.writeString(names, "Dog\nCow\nCat\n");
        assumeFalse(Files.exists(folder.resolve("test/Cat")), "file names differ in case");
        write("test/Cat/0.png", 20, 5, 3);
        assertThatThrownBy(() -> load(request)).hasMessageContaining("is a second folder of the class of ");
    }

    @Test
    void aFolderWithTheNameOfSeveralClassesIsRefused() throws IOException {
        write("test/crane/0.png", 20, 5, 3);
        write("test/dog/0.png", 21, 5, 3);
        DataRequest request = DataRequest.of(folder.toString()).withPurpose(Purpose.measuring(3));
        Path twice = Files.writeString(folder.resolve("twice.txt"), "crane\ndog\ncrane\n");
        assertThatThrownBy(() -> load(request.withClassNames(twice)))
                .hasMessageStartingWith(folder.resolve("test/crane") + ": ")
                .hasMessageContaining("whose name several classes have");

        Path folders = Files.writeString(folder.resolve("folders.json"),
                "[[\"bird\", \"crane\"], [\"dog\", \"dog\"], [\"crane\", \"crane\"]]");
        DataSet data = load(request.withClassNames(folders));
        assertThat(data.test().labels()).containsExactly(1, 2);
        assertThat(data.classNames()).containsExactly("crane", "dog", "crane");
    }

    @Test
    void picturesOfAllSizesAreBroughtToOne() throws IOException {
        writeSplit();
        write("train/dog/1.PNG", 11, 60, 3);
        write("test/dog/0.png", 11, 9, 3);

        DataSet data = load(DataRequest.of(folder.toString())
                .withPictures(PictureForm.asStored().resized(List.of(12)).cropped(List.of(8, 7))));

        assertThat(data.train().shape()).containsExactly(8, 7, 3);
        assertThat(data.test().points().dimension()).isEqualTo(168);
    }

    /** Neither training pictures nor those that are not sampled are decoded. */
    @Test
    void onlySampledPicturesAreReadForMeasuring() throws IOException {
        writeSplit();
        for (int i = 1; i < 5; i++) {
            write("test/dog/" + i + ".png", 30 + i, 5, 3);
        }
        DataRequest request = DataRequest.of(folder.toString());
        DataSet whole = load(request.withPurpose(Purpose.measuring(2)));
        assertThat(whole.test().size()).isEqualTo(6);
        Files.writeString(folder.resolve("train/cat/0.png"), "damaged");
        Files.writeString(folder.resolve("test/dog/1.png"), "damaged");

        DataSet data = load(request.withPurpose(Purpose.measuring(2).withSampling(labels -> {
            assertThat(labels).containsExactly(0, 1, 1, 1, 1, 1);
            return new int[] {4, 0, 3};
        })));

        assertThat(data.train().size()).isZero();
        assertThat(data.test().labels()).containsExactly(1, 0, 1);
        assertThat(data.test().points().toArray())
                .isEqualTo(whole.test().points().select(new int[] {4, 0, 3}).toArray());
        assertThat(data.testRows(new int[] {2, 0})).containsExactly(3, 4);
        assertThat(whole.testRows(new int[] {2, 0})).containsExactly(2, 0);
        assertThatThrownBy(() -> load(request.withPurpose(Purpose.measuring(2)))).hasMessageContaining("dog/1.png");
    }

    /** The file that decides the shape is there for the decision alone. */
    @Test
    void thePictureThatDecidesTheShapeIsReadOnce() throws IOException {
        writeSplit();
        Path first = folder.resolve("train/cat/0.png");
        PictureReader reader = PictureReader.of(PictureForm.asStored(), first);
        byte[] whole = reader.read(List.of(folder.resolve("test/dog/0.png"), first)).pixels();
        Files.delete(first);

        assertThat(reader.read(List.of(folder.resolve("test/dog/0.png"), first)).pixels()).isEqualTo(whole);
    }

    @Test
    void aFormOfPicturesIsRefusedForOtherData() {
        assertThatThrownBy(() -> load(DataRequest.of("circles").withPictures(PictureForm.asStored().in(Colour.GREY))))
                .hasMessageContaining("apply to files of pictures");
    }
}
