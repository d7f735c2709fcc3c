package org.leastaction.bench.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.leastaction.io.InputFileException;

/**
 * A folder of class folders of images. Classes are numbered in the order of their folders' names; images are listed in
 * the order of their paths. Hidden files and folders are ignored.
 *
 * @param names  of the classes, ascending
 * @param images of all classes, class by class
 */
record ClassFolders(Path path, List<String> names, List<ImageFile> images) {

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
            throw new InputFileException(path, (names.isEmpty() ? "holds no class folder" : "holds one class folder, "
                    + names.get(0)) + "; a classification needs a folder of images for each of at least 2 classes");
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
