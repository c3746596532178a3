from celery import shared_task
from django.utils import timezone

from . import checking_links, filing
from .models import LinkCheck


@shared_task(name="library.check_links")
def check_links(**kwargs):
    checking_links.check_links(now=timezone.now())


@shared_task(name="library.check_link")
def check_link(*, check_id, **kwargs):
    checking_links.check_link(check=LinkCheck.objects.get(pk=check_id), now=timezone.now())


@shared_task(name="library.tell_of_dead_links")
def tell_of_dead_links(**kwargs):
    checking_links.tell_of_dead_links(now=timezone.now())


@shared_task(name="library.sweep_files")
def sweep_files(**kwargs):
    filing.sweep_files(now=timezone.now())
