from django.shortcuts import render


def home(request):
    return render(request, "oasis/records/home.html", {})
