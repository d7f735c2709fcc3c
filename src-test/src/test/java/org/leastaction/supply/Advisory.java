package org.leastaction.supply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An advisory in the format of the Open Source Vulnerabilities schema, of which the names of Maven packages and the ranges
 * of versions are used.
 */
record Advisory(JsonNode json) {

    /** The entries of a folder, or of a zip file such as OSV's {@code Maven/all.zip}. */
    static List<Advisory> in(Path place) throws IOException {
        if (Files.isDirectory(place)) {
            return below(place);
        }
        try (FileSystem zip = FileSystems.newFileSystem(place)) {
            return below(zip.getPath("/"));
        }
    }

    private static List<Advisory> below(Path folder) throws IOException {
        List<Advisory> advisories = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".json")).sorted().toList()) {
                advisories.add(new Advisory(new ObjectMapper().readTree(Files.readString(file))));
            }
        }
        return advisories;
    }

    /** Sentences about the affected jars of a class path, whose places are those of a Maven repository. */
    List<String> affected(List<String> jars) {
        List<String> found = new ArrayList<>();
        if (json.has("withdrawn")) {
            return found;
        }
        for (JsonNode affected : json.path("affected")) {
            if (!affected.path("package").path("ecosystem").asText().equals("Maven")) {
                continue;
            }
            String name = affected.path("package").path("name").asText();
            int colon = name.indexOf(':');
            Pattern place = Pattern.compile(Pattern.quote("/" + name.substring(0, Math.max(0, colon)).replace('.', '/')
                    + "/" + name.substring(colon + 1) + "/") + "([^/]+)/[^/]+\\.jar$");
            for (String jar : jars) {
                Matcher version = place.matcher(jar.replace('\\', '/'));
                if (version.find() && isAffected(affected, version.group(1))) {
                    found.add(name + " " + version.group(1) + ": " + json.path("id").asText() + " "
                            + json.path("summary").asText());
                }
            }
        }
        return found;
    }

    private static boolean isAffected(JsonNode affected, String version) {
        for (JsonNode listed : affected.path("versions")) {
            if (listed.asText().equals(version)) {
                return true;
            }
        }
        for (JsonNode range : affected.path("ranges")) {
            boolean inside = false;
            for (JsonNode event : range.path("events")) {
                if (event.has("introduced")) {
                    inside |= compare(version, event.path("introduced").asText()) >= 0;
                } else if (event.has("fixed")) {
                    inside &= compare(version, event.path("fixed").asText()) < 0;
                } else if (event.has("last_affected")) {
                    inside &= compare(version, event.path("last_affected").asText()) <= 0;
                }
            }
            if (inside) {
                return true;
            }
        }
        return false;
    }

    /** Maven's order of versions: numbers by size, a word before the release that it precedes, other words by letters. */
    static int compare(String first, String second) {
        String[] a = first.split("[.-]|(?<=\\d)(?=\\D)|(?<=\\D)(?=\\d)");
        String[] b = second.split("[.-]|(?<=\\d)(?=\\D)|(?<=\\D)(?=\\d)");
        for (int i = 0; i < Math.max(a.length, b.length); i++) {
            int order = comparePart(i < a.length ? a[i] : "", i < b.length ? b[i] : "");
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static int comparePart(String a, String b) {
        boolean numbers = (a + b).chars().allMatch(Character::isDigit);
        if (numbers) {
            return Long.compare(a.isEmpty() ? 0 : Long.parseLong(a), b.isEmpty() ? 0 : Long.parseLong(b));
        }
        return rank(a) != rank(b) ? Integer.compare(rank(a), rank(b)) : a.compareTo(b);
    }

    private static int rank(String part) {
        if (part.isEmpty() || part.equalsIgnoreCase("final") || part.equalsIgnoreCase("ga")) {
            return 1;
        }
        return Character.isDigit(part.charAt(0)) ? 2 : 0;
    }
}
