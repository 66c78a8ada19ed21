"""Where to insert an item in a sorted list."""

from _bisect import bisect, bisect_left, bisect_right, insort, insort_left, insort_right
