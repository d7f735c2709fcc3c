package org.leastaction.bench.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.leastaction.bench.data.DataRequest.Numbering;
import org.leastaction.bench.data.PictureFiles.LabelledFile;
import org.leastaction.bench.data.model.ClassNames;
import org.leastaction.bench.data.model.ModelInputs;
import org.leastaction.io.InputFileException;

/**
 * Class folders of images, .png, .jpg or .webp: under {@code train} and {@code test}, or directly in the folder;
 * then a random fifth is held out. For measuring, {@code test} alone suffices. Only the requested images are decoded.
 */
record ImageFolders(Path path) {

    private static final int HELD_OUT = 5;

    /** Whether a path is a folder that contains folders. */
    static boolean isOne(Path path) {
        return classFolders(path) > 0;
    }

    /** Whether a path is a folder of several class folders. */
    static boolean hasSeveral(Path path) {
        return classFolders(path) > 1;
    }

    private static int classFolders(Path path) {
        try {
            return Files.isDirectory(path) ? ClassFolders.names(path).size() : 0;
        } catch (InputFileException unreadable) {
            return 0;
        }
    }

    /** Whether a path is a folder of images without class folders. */
    static boolean hasImagesAlone(Path path) {
        try {
            return Files.isDirectory(path) && ClassFolders.names(path).isEmpty()
                    && !ClassFolders.images(path).isEmpty();
        } catch (InputFileException unreadable) {
            return false;
        }
    }

    /**
     * The images of a folder without class folders, without labels.
     *
     * @throws InputFileException if labels are needed
     */
    DataSet loadUnlabelled(String name, DataRequest request, Normalisation usual) throws IOException {
        if (request.purpose().needsTraining()
                || (request.purpose().needsLabels() && !request.purpose().labelsAreOptional())) {
            throw new InputFileException(path, "holds images but no class folders, so they have no labels; a folder of"
                    + " images for each class is needed, or 'lap analyze --no-labels', which measures what needs none"
                    + request.purpose().elsePoints());
        }
        List<LabelledFile> images = ClassFolders.images(path).stream().map(file -> new LabelledFile(file, 0)).toList();
        return PictureFiles.ofTest(images, ClassNames.of(List.of()), List.of())
                .load(name, request, usual, new Draw(request.seed()));
    }

    /** Names of the classes in numeric order; the content of their folders is not checked. */
    List<String> classes() throws InputFileException {
        return ClassFolders.names(Files.isDirectory(train()) ? train() : Files.isDirectory(test()) ? test() : path);
    }

    /** The requested training and test images, scaled to [0, 1] and then normalised. */
    DataSet load(String name, DataRequest request, Normalisation usual) throws IOException {
        Draw draw = new Draw(request.seed());
        return files(request, draw).load(name, request, usual, draw);
    }

    private PictureFiles files(DataRequest request, Draw draw) throws IOException {
        boolean alone = isSplit() && !Files.isDirectory(train()) && !request.purpose().needsTraining();
        Path numbering = !isSplit() ? path : alone ? test() : train();
        if (isSplit() && !Files.isDirectory(numbering)) {
            throw new InputFileException(path,
                    "has a folder test but no folder train with images for training");
        }
        Numbering chosen = request.numbering(ClassFolders.names(numbering));
        Optional<ClassNames> known = chosen.names();
        ClassFolders first = ClassFolders.list(numbering, known, chosen.source());
        ClassNames names = known.orElse(ClassNames.of(first.names()));
        if (alone) {
            return PictureFiles.ofTest(first.images(), names, chosen.remarks());
        }
        if (isSplit()) {
            if (!Files.isDirectory(test())) {
                throw new InputFileException(path,
                        "has a folder train but no folder test with images to measure");
            }
            ClassFolders testing = ClassFolders.list(test(), first.names(), "the training images lack",
                    chosen.source());
            return new PictureFiles(first.images(), testing.images(), names, chosen.remarks());
        }
        int n = first.images().size();
        int held = n / HELD_OUT;
        if (held == 0) {
            throw new InputFileException(path, "has " + n + " images; at least " + HELD_OUT
                    + " are needed to hold a fifth of them out");
        }
        int[] order = Draw.permutation(n, draw.generation());
        return new PictureFiles(select(first.images(), Arrays.copyOfRange(order, held, n)),
                select(first.images(), Arrays.copyOf(order, held)), names, chosen.remarks());
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

    private static List<LabelledFile> select(List<LabelledFile> images, int[] rows) {
        return Arrays.stream(rows).mapToObj(images::get).toList();
    }

    /**
     * A folder of class folders of images. Classes are numbered in the order of their folders' names; images are listed
     * in the order of their paths. Hidden files and folders are ignored.
     *
     * @param names  of the classes, ascending
     * @param images of all classes, class by class
     */
    private record ClassFolders(Path path, List<String> names, List<LabelledFile> images) {

        private static final List<String> ENDINGS = List.of(".png", ".jpg", ".jpeg", ".webp");

        ClassFolders {
            names = List.copyOf(names);
            images = List.copyOf(images);
        }

        /**
         * Lists a folder's images.
         *
         * @param known  the classes and the names of their folders; empty to number the folders by their names
         * @param source what states them, for messages
         * @throws InputFileException if there are fewer than two class folders or one contains no image
         */
        static ClassFolders list(Path path, Optional<ClassNames> known, String source) throws InputFileException {
            if (known.isPresent()) {
                List<String> there = names(path);
                List<String> folders = known.get().folders();
                boolean named = !ClassNames.numbers(folders).keySet().containsAll(there)
                        && ClassNames.numbers(known.get().names()).keySet().containsAll(there);
                return list(path, named ? known.get().names() : folders, source + " lacks", source);
            }
            List<String> names = names(path);
            if (names.size() < 2) {
                throw new InputFileException(path,
                        (names.isEmpty() ? "holds no class folder" : "holds one class folder, "
                                + names.get(0))
                                + "; a classification needs a folder of images for each of at least 2 classes");
            }
            return list(path, names, "", source);
        }

        /**
         * Lists the images of a folder with a given numbering of classes; a class without a folder has no images.
         *
         * @param lacking ends the message for the folder of an unknown class
         * @param source  what states the names, for messages
         * @throws InputFileException if there is a folder of an unknown class or of several, or a class folder contains
         *                            no image
         */
        static ClassFolders list(Path path, List<String> names, String lacking, String source)
                throws InputFileException {
            Map<String, Integer> numbers = ClassNames.numbers(names);
            Map<Integer, Path> folders = new TreeMap<>();
            for (String name : names(path)) {
                Integer label = numbers.get(name);
                Path folder = path.resolve(name);
                if (label == null) {
                    throw new InputFileException(folder, "is a class folder that " + lacking
                            + (source.equals(ModelInputs.MODEL) ? "; its classes are " + shortened(names)
                                    + "; --class-names gives the folders their numbers" : ""));
                }
                if (label == ClassNames.SEVERAL) {
                    throw new InputFileException(folder, "is a class folder whose name several classes have in "
                            + source
                            + "; name the folders in a file for --class-names, as in [\"n02012849\", \"crane\"]");
                }
                Path same = folders.put(label, folder);
                if (same != null) {
                    throw new InputFileException(folder, "is a second folder of the class of " + same);
                }
            }
            List<LabelledFile> images = new ArrayList<>();
            for (Map.Entry<Integer, Path> entry : folders.entrySet()) {
                int label = entry.getKey();
                Path folder = entry.getValue();
                List<Path> files = images(folder);
                if (files.isEmpty()) {
                    throw new InputFileException(
                            folder, "is a class folder without a .png, .jpg or .webp image; fill it or remove it");
                }
                for (Path file : files) {
                    images.add(new LabelledFile(file, label));
                }
            }
            if (images.isEmpty()) {
                throw new InputFileException(path, "holds no class folder with images");
            }
            return new ClassFolders(path, names, images);
        }

        private static String shortened(List<String> names) {
            return String.join(", ", names.subList(0, Math.min(5, names.size()))) + (names.size() > 5 ? ", …" : "");
        }

        /** The names of a folder's subfolders, in ascending order. */
        static List<String> names(Path path) throws InputFileException {
            return entries(path, Files::isDirectory).stream().map(folder -> folder.getFileName().toString()).toList();
        }

        /** The images directly in a folder, in the order of their names. */
        static List<Path> images(Path folder) throws InputFileException {
            return entries(folder, ClassFolders::isImage);
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
}
