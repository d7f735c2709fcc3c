package org.leastaction.bench.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;
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
        return points(name, request, usual).withClassNames(classes());
    }

    private DataSet points(String name, DataRequest request, Normalisation usual) throws IOException {
        Normalisation normalisation = usual.replaced(request.mean(), request.std());
        Draw draw = new Draw(request.seed());
        List<ImageFile> train;
        List<ImageFile> test;
        int classes;
        if (isSplit()) {
            if (!Files.isDirectory(test())) {
                throw new InputFileException(path,
                        "has a folder train but no folder test, whose images are measured on");
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

    /**
     * A folder of class folders of images. Classes are numbered in the order of their folders' names; images are listed
     * in the order of their paths. Hidden files and folders are ignored.
     *
     * @param names  of the classes, ascending
     * @param images of all classes, class by class
     */
    private record ClassFolders(Path path, List<String> names, List<ImageFile> images) {

        private static final List<String> ENDINGS = List.of(".png", ".jpg", ".jpeg");

        ClassFolders {
            names = List.copyOf(names);
            images = List.copyOf(images);
        }

        /**
         * Lists a folder's images.
         *
         * @throws InputFileException if there are fewer than two class folders or one contains no image
         */
        static ClassFolders list(Path path) throws InputFileException {
            List<String> names = names(path);
            if (names.size() < 2) {
                throw new InputFileException(path,
                        (names.isEmpty() ? "holds no class folder" : "holds one class folder, "
                                + names.get(0))
                                + "; a classification needs a folder of images for each of at least 2 classes");
            }
            return list(path, names);
        }

        /**
         * Lists the images of a folder with a given numbering of classes; a class without a folder has no images.
         *
         * @throws InputFileException if there is a folder of an unknown class, or a class folder contains no image
         */
        static ClassFolders list(Path path, List<String> names) throws InputFileException {
            for (String name : names(path)) {
                if (!names.contains(name)) {
                    throw new InputFileException(path.resolve(name), "is a class folder that the training images lack");
                }
            }
            List<ImageFile> images = new ArrayList<>();
            for (int label = 0; label < names.size(); label++) {
                Path folder = path.resolve(names.get(label));
                if (!Files.isDirectory(folder)) {
                    continue;
                }
                List<Path> files = entries(folder, ClassFolders::isImage);
                if (files.isEmpty()) {
                    throw new InputFileException(
                            folder, "is a class folder without a .png or .jpg image; fill it or remove it");
                }
                for (Path file : files) {
                    images.add(new ImageFile(file, label));
                }
            }
            if (images.isEmpty()) {
                throw new InputFileException(path, "holds no class folder with images");
            }
            return new ClassFolders(path, names, images);
        }

        /** The names of a folder's subfolders, ascending. */
        static List<String> names(Path path) throws InputFileException {
            return entries(path, Files::isDirectory).stream().map(folder -> folder.getFileName().toString()).toList();
        }

        private static boolean isImage(Path file) {
            String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
            return Files.isRegularFile(file) && ENDINGS.stream().anyMatch(name::endsWith);
        }

        private static List<Path> entries(Path folder, Predicate<Path> wanted) throws InputFileException {
            try (Stream<Path> all = Files.list(folder)) {
                return all.filter(entry -> !entry.getFileName().toString().startsWith("."))
                        .filter(wanted)
                        .sorted()
                        .toList();
            } catch (IOException failure) {
                throw InputFileException.of(folder, failure);
            }
        }
    }

    /**
     * An image file and its class.
     *
     * @param label from 0
     */
    record ImageFile(Path path, int label) {}
}
