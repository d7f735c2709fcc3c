package org.leastaction.bench.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.leastaction.io.InputFileException;

/**
 * Class folders of images, .png or .jpg, of one size: under {@code train} and {@code test}, or directly in the folder;
 * then a random fifth is held out. For measuring, {@code test} alone suffices. Only the requested images are decoded.
 */
record ImageFolders(Path path) {

    private static final int HELD_OUT = 5;

    /** Whether a path is a folder that contains folders. */
    static boolean isOne(Path path) {
        try {
            return Files.isDirectory(path) && !ClassFolders.names(path).isEmpty();
        } catch (InputFileException unreadable) {
            return false;
        }
    }

    /** Names of the classes in numeric order; the content of their folders is not checked. */
    List<String> classes() throws InputFileException {
        return ClassFolders.names(Files.isDirectory(train()) ? train() : Files.isDirectory(test()) ? test() : path);
    }

    /** The requested training and test images, scaled to [0, 1] and then normalised. */
    DataSet load(String name, DataRequest request, Normalisation usual) throws IOException {
        Normalisation normalisation = usual.replaced(request.mean(), request.std());
        Draw draw = new Draw(request.seed());
        List<ImageFile> train;
        List<ImageFile> test;
        int classes;
        if (isSplit()) {
            if (!Files.isDirectory(test())) {
                throw new InputFileException(path, "has a folder train but no folder test, whose images are measured on");
            }
            if (!Files.isDirectory(train())) {
                return testAlone(name, request, normalisation, draw);
            }
            ClassFolders training = ClassFolders.list(train());
            classes = training.names().size();
            train = training.images();
            test = ClassFolders.list(test(), training.names()).images();
        } else {
            ClassFolders all = ClassFolders.list(path);
            classes = all.names().size();
            int n = all.images().size();
            int held = n / HELD_OUT;
            if (held == 0) {
                throw new InputFileException(path, "has " + n + " images; at least " + HELD_OUT
                        + " are needed to hold a fifth of them out");
            }
            int[] order = Draw.permutation(n, draw.generation());
            test = select(all.images(), Arrays.copyOf(order, held));
            train = select(all.images(), Arrays.copyOfRange(order, held, n));
        }
        train = select(train, request.trainingRows(train.size(), draw));
        test = select(test, request.testRows(test.size(), draw));
        List<Integer> shape = PictureDecoder.shape(train.get(0).path());
        return DataSet.of(
                name,
                PictureDecoder.decode(train, shape).normalised(normalisation, classes),
                PictureDecoder.decode(test, shape).normalised(normalisation, classes),
                normalisation);
    }

    private DataSet testAlone(String name, DataRequest request, Normalisation normalisation, Draw draw)
            throws IOException {
        if (request.purpose().needsTraining()) {
            throw new InputFileException(path, "has a folder test but no folder train, whose images are learned from");
        }
        ClassFolders all = ClassFolders.list(test());
        List<ImageFile> images = select(all.images(), request.testRows(all.images().size(), draw));
        return DataSet.ofTest(
                name,
                PictureDecoder.decode(images, PictureDecoder.shape(images.get(0).path()))
                        .normalised(normalisation, all.names().size()),
                normalisation);
    }

    private boolean isSplit() {
        return Files.isDirectory(train()) || Files.isDirectory(test());
    }

    private Path train() {
        return path.resolve("train");
    }

    private Path test() {
        return path.resolve("test");
    }

    private static List<ImageFile> select(List<ImageFile> images, int[] rows) {
        return Arrays.stream(rows).mapToObj(images::get).toList();
    }
}
